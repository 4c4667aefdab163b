locals {
  oidc_issuer = replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")

  # What nodes need to become ready, and what needs nodes before it can become ready itself.
  addons_before_nodes = toset(["vpc-cni", "kube-proxy", "eks-pod-identity-agent"])
  addons_after_nodes = {
    coredns            = null
    aws-ebs-csi-driver = aws_iam_role.ebs_csi.arn
  }

  # The nodes asked for, dealt out over the zones in order.
  zone_count = length(var.network.zones)
  nodes_by_zone = { for index, zone in sort(keys(var.network.zones)) : zone => {
    min = floor(var.cluster.nodes.min / local.zone_count) + (index < var.cluster.nodes.min % local.zone_count ? 1 : 0)
    max = max(1, floor(var.cluster.nodes.max / local.zone_count) + (index < var.cluster.nodes.max % local.zone_count ? 1 : 0))
  } }
}

resource "aws_eks_cluster" "main" {
  name                      = local.prefix
  version                   = var.cluster.version
  role_arn                  = aws_iam_role.cluster.arn
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  # The add-ons below replace the self-managed ones; two owners of the same objects would fight.
  bootstrap_self_managed_addons = false

  # Without public ranges the API answers only inside the VPC: reach it by VPN, peering or a session through SSM.
  vpc_config {
    subnet_ids              = [for subnet in aws_subnet.private : subnet.id]
    endpoint_private_access = true
    endpoint_public_access  = length(var.cluster.public_cidrs) > 0
    public_access_cidrs     = length(var.cluster.public_cidrs) > 0 ? var.cluster.public_cidrs : null
  }

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.main["eks"].arn
    }
  }

  depends_on = [
    aws_iam_role_policy_attachment.cluster,
    aws_cloudwatch_log_group.cluster,
  ]
}

# Created before the cluster: EKS would make this group without retention and without the key.
resource "aws_cloudwatch_log_group" "cluster" {
  name              = "/aws/eks/${local.prefix}/cluster"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main["logs"].arn
}

resource "aws_iam_role" "cluster" {
  name               = "${local.prefix}-eks-cluster"
  description        = "Control plane of the EKS cluster ${local.prefix}"
  assume_role_policy = data.aws_iam_policy_document.cluster_trust.json
}

data "aws_iam_policy_document" "cluster_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonEKSClusterPolicy"
}

# Who administers the cluster is written down here; whoever happened to create it gets nothing.
resource "aws_iam_role" "cluster_admin" {
  name               = "${local.prefix}-eks-admin"
  description        = "Administrators of the EKS cluster ${local.prefix}"
  assume_role_policy = data.aws_iam_policy_document.cluster_admin_trust.json
}

data "aws_iam_policy_document" "cluster_admin_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }
}

resource "aws_eks_access_entry" "admin_role" {
  cluster_name  = aws_eks_cluster.main.name
  principal_arn = aws_iam_role.cluster_admin.arn
}

resource "aws_eks_access_policy_association" "admin_role" {
  cluster_name  = aws_eks_cluster.main.name
  principal_arn = aws_eks_access_entry.admin_role.principal_arn
  policy_arn    = "arn:${local.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

  access_scope {
    type = "cluster"
  }
}

resource "aws_eks_access_entry" "admin" {
  for_each = var.cluster.admins

  cluster_name  = aws_eks_cluster.main.name
  principal_arn = each.key
}

resource "aws_eks_access_policy_association" "admin" {
  for_each = aws_eks_access_entry.admin

  cluster_name  = aws_eks_cluster.main.name
  principal_arn = each.value.principal_arn
  policy_arn    = "arn:${local.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

  access_scope {
    type = "cluster"
  }
}

# Lets a service account of the cluster take an IAM role, without any key stored in the cluster.
resource "aws_iam_openid_connect_provider" "cluster" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_eks_addon" "before_nodes" {
  for_each = local.addons_before_nodes

  cluster_name                = aws_eks_cluster.main.name
  addon_name                  = each.key
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"
}

resource "aws_eks_addon" "after_nodes" {
  for_each = local.addons_after_nodes

  cluster_name                = aws_eks_cluster.main.name
  addon_name                  = each.key
  service_account_role_arn    = each.value
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"

  depends_on = [aws_eks_node_group.main]
}

resource "aws_iam_role" "ebs_csi" {
  name               = "${local.prefix}-eks-ebs-csi"
  description        = "EBS CSI driver of the EKS cluster ${local.prefix}"
  assume_role_policy = data.aws_iam_policy_document.ebs_csi_trust.json
}

data "aws_iam_policy_document" "ebs_csi_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.oidc_issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.oidc_issuer}:sub"
      values   = ["system:serviceaccount:kube-system:ebs-csi-controller-sa"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "ebs_csi" {
  role       = aws_iam_role.ebs_csi.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
}

# One group for each zone: the subnets of a group cannot change, so one group over all zones would be replaced by a
# new zone. It also lets an autoscaler add a node where a volume waits for it.
resource "aws_eks_node_group" "main" {
  for_each = var.network.zones

  cluster_name    = aws_eks_cluster.main.name
  node_group_name = each.key
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = [aws_subnet.private[each.key].id]
  instance_types  = [var.cluster.nodes.type]
  ami_type        = var.cluster.nodes.architecture == "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD"

  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }

  scaling_config {
    min_size     = local.nodes_by_zone[each.key].min
    max_size     = local.nodes_by_zone[each.key].max
    desired_size = max(local.nodes_by_zone[each.key].min, min(1, local.nodes_by_zone[each.key].max))
  }

  update_config {
    max_unavailable = 1
  }

  # An autoscaler owns the number of nodes from the first minute on.
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }

  depends_on = [
    aws_iam_role_policy_attachment.node,
    aws_eks_addon.before_nodes,
  ]
}

resource "aws_launch_template" "node" {
  name        = "${local.prefix}-eks-node"
  description = "Nodes of the EKS cluster ${local.prefix}"

  # The key of the account for EBS: with a key of our own, instances fail to launch until Auto Scaling is granted its use.
  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.cluster.nodes.disk
      encrypted             = true
      delete_on_termination = true
    }
  }

  # One hop: a pod cannot reach the metadata service and borrow the node's role.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  # The provider's default tags stop at the template; instances and volumes get them here.
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])

    content {
      resource_type = tag_specifications.key
      tags          = merge(data.aws_default_tags.current.tags, { Name = "${local.prefix}-node" })
    }
  }
}

data "aws_default_tags" "current" {}

resource "aws_iam_role" "node" {
  name               = "${local.prefix}-eks-node"
  description        = "Nodes of the EKS cluster ${local.prefix}"
  assume_role_policy = data.aws_iam_policy_document.node_trust.json
}

data "aws_iam_policy_document" "node_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonSSMManagedInstanceCore",
  ])

  role       = aws_iam_role.node.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/${each.key}"
}
