variable "log_retention_days" {
  description = "Days that CloudWatch keeps flow, control-plane and database logs"
  type        = number
  default     = 365

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch Logs offers, such as 30, 90 or 365."
  }
}
