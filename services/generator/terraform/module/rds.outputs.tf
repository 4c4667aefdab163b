output "database_endpoint" {
  description = "Host and port of the database"
  value       = aws_db_instance.main.endpoint
}

output "database_secret_arn" {
  description = "Secrets Manager secret that holds the master user's password"
  value       = aws_db_instance.main.master_user_secret[0].secret_arn
}
