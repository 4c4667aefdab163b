variable "database" {
  description = "Engine, size and protection of the database"
  type = object({
    engine               = string
    version              = string
    instance             = string
    storage              = number
    max_storage          = optional(number, 0)
    multi_zone           = optional(bool, true)
    deletion_protection  = optional(bool, true)
    backup_days          = optional(number, 7)
    performance_insights = optional(bool, true)
  })

  validation {
    condition     = contains(["postgres", "mysql", "mariadb"], var.database.engine)
    error_message = "database.engine must be postgres, mysql or mariadb."
  }

  validation {
    condition     = can(regex("^db\\.[a-z0-9-]+\\.[a-z0-9]+$", var.database.instance))
    error_message = "database.instance must be an RDS instance class such as db.t4g.medium."
  }

  validation {
    condition     = var.database.storage >= 20 && var.database.storage <= 65536
    error_message = "database.storage must be between 20 and 65536 GiB."
  }

  validation {
    condition     = var.database.backup_days >= 7 && var.database.backup_days <= 35
    error_message = "database.backup_days must be between 7 and 35."
  }
}
