output "bucket_names" {
  description = "Full bucket names by short name"
  value       = { for name, bucket in aws_s3_bucket.main : name => bucket.id }
}

output "log_bucket_name" {
  description = "Bucket that receives the access logs of the others"
  value       = aws_s3_bucket.logs.id
}
