output "cluster_name" {
  description = "Name of the EKS cluster, for aws eks update-kubeconfig"
  value       = aws_eks_cluster.main.name
}

output "cluster_endpoint" {
  description = "Address of the Kubernetes API; without public ranges it answers only inside the VPC"
  value       = aws_eks_cluster.main.endpoint
}

output "cluster_admin_role_arn" {
  description = "Role to assume in order to administer the cluster"
  value       = aws_iam_role.cluster_admin.arn
}

output "cluster_oidc_provider_arn" {
  description = "Identity provider for roles of service accounts"
  value       = aws_iam_openid_connect_provider.cluster.arn
}
