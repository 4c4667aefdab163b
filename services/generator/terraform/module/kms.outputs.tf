output "key_arns" {
  description = "KMS keys by purpose"
  value       = { for purpose, key in aws_kms_key.main : purpose => key.arn }
}
