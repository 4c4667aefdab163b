locals {
  database_version = split(".", var.database.version)
  database_port    = var.database.engine == "postgres" ? 5432 : 3306
  database_logs    = var.database.engine == "postgres" ? toset(["postgresql", "upgrade"]) : toset(["error", "slowquery"])

  # PostgreSQL numbers its families by major version, MySQL and MariaDB by major and minor.
  database_family = (var.database.engine == "postgres"
    ? "postgres${local.database_version[0]}"
    : "${var.database.engine}${local.database_version[0]}.${local.database_version[1]}"
  )
}

resource "aws_db_instance" "main" {
  identifier     = local.prefix
  engine         = var.database.engine
  engine_version = var.database.version
  instance_class = var.database.instance
  port           = local.database_port
  db_name        = "app"

  # RDS makes the password, keeps it in Secrets Manager and rotates it; it never enters the state.
  username                            = "dbadmin"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = aws_kms_key.main["rds"].arn
  iam_database_authentication_enabled = true

  storage_type          = "gp3"
  allocated_storage     = var.database.storage
  max_allocated_storage = var.database.max_storage
  storage_encrypted     = true
  kms_key_id            = aws_kms_key.main["rds"].arn

  multi_az               = var.database.multi_zone
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.main.name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  backup_retention_period   = var.database.backup_days
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.database.deletion_protection
  skip_final_snapshot       = false
  final_snapshot_identifier = "${local.prefix}-final-${formatdate("YYYYMMDDhhmmss", plantimestamp())}"

  auto_minor_version_upgrade      = true
  allow_major_version_upgrade     = false
  enabled_cloudwatch_logs_exports = local.database_logs
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.database_monitoring.arn
  performance_insights_enabled    = var.database.performance_insights
  performance_insights_kms_key_id = var.database.performance_insights ? aws_kms_key.main["rds"].arn : null

  # The snapshot is named for the moment of creation, so that a second database of this name can be destroyed too.
  lifecycle {
    ignore_changes = [final_snapshot_identifier]
  }

  depends_on = [
    aws_cloudwatch_log_group.database,
    aws_iam_role_policy_attachment.database_monitoring,
  ]
}

resource "aws_db_subnet_group" "main" {
  name       = local.prefix
  subnet_ids = [for subnet in aws_subnet.data : subnet.id]
}

resource "aws_db_parameter_group" "main" {
  name_prefix = "${local.prefix}-"
  family      = local.database_family

  # Connections without TLS are refused.
  parameter {
    name         = var.database.engine == "postgres" ? "rds.force_ssl" : "require_secure_transport"
    value        = "1"
    apply_method = var.database.engine == "postgres" ? "pending-reboot" : "immediate"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "database" {
  name        = "${local.prefix}-database"
  description = "Database of ${local.prefix}"
  vpc_id      = aws_vpc.main.id

  tags = { Name = "${local.prefix}-database" }
}

# Created before the database: RDS would make these groups without retention and without the key.
resource "aws_cloudwatch_log_group" "database" {
  for_each = local.database_logs

  name              = "/aws/rds/instance/${local.prefix}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main["logs"].arn
}

resource "aws_iam_role" "database_monitoring" {
  name               = "${local.prefix}-rds-monitoring"
  description        = "Enhanced monitoring of the database ${local.prefix}"
  assume_role_policy = data.aws_iam_policy_document.database_monitoring_trust.json
}

data "aws_iam_policy_document" "database_monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role_policy_attachment" "database_monitoring" {
  role       = aws_iam_role.database_monitoring.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_vpc_security_group_ingress_rule" "database_from_private" {
  for_each = var.network.zones

  security_group_id = aws_security_group.database.id
  description       = "Private subnet in ${each.key}"
  cidr_ipv4         = each.value.private
  ip_protocol       = "tcp"
  from_port         = local.database_port
  to_port           = local.database_port
}
