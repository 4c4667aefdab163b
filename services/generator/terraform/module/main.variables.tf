variable "name" {
  description = "Name of the stack; every resource name starts with it"
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.name)) && length(var.name) <= 28
    error_message = "name must be lower-case letters, digits and single dashes, start with a letter and have at most 28 characters."
  }
}

variable "environment" {
  description = "Name of the environment, such as dev or production"
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.environment)) && length(var.environment) <= 16
    error_message = "environment must be lower-case letters, digits and single dashes, start with a letter and have at most 16 characters."
  }
}
