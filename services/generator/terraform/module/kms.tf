# One key for each purpose, so that access to one kind of data never implies access to another.
resource "aws_kms_key" "main" {
  for_each = local.key_purposes

  description             = "${local.prefix} ${each.value}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key[each.key].json
}

resource "aws_kms_alias" "main" {
  for_each = local.key_purposes

  name          = "alias/${local.prefix}-${each.key}"
  target_key_id = aws_kms_key.main[each.key].key_id
}

data "aws_iam_policy_document" "key" {
  for_each = local.key_purposes

  # Without this statement the key can never be administered again; it leaves the decision to the account's IAM policies.
  statement {
    sid       = "AccountDecidesThroughIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  dynamic "statement" {
    for_each = each.key == "logs" ? ["logs"] : []

    content {
      sid       = "CloudWatchLogsOfThisAccount"
      actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["logs.${local.region}.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:*"]
      }
    }
  }
}
