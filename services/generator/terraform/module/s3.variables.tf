variable "buckets" {
  description = "Buckets by short name; days count from the creation of an object"
  type = map(object({
    versioning         = optional(bool, true)
    archive_after_days = optional(number)
    expire_after_days  = optional(number)
  }))

  validation {
    condition     = alltrue([for name in keys(var.buckets) : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", name)) && name != "logs"])
    error_message = "bucket names must be lower-case letters, digits and single dashes; logs is taken by the log bucket."
  }
}

variable "disposable" {
  description = "Whether destroying the stack may delete the access logs of its buckets with it"
  type        = bool
  default     = false
}
