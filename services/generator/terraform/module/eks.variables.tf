variable "cluster" {
  description = "Kubernetes version, who may reach and administer the cluster, and the size of its nodes"
  type = object({
    version      = string
    public_cidrs = optional(list(string), [])
    admins       = optional(set(string), [])
    nodes = object({
      type         = string
      architecture = optional(string, "x86_64")
      min          = number
      max          = number
      disk         = optional(number, 50)
    })
  })

  validation {
    condition     = can(regex("^1\\.[0-9]+$", var.cluster.version))
    error_message = "cluster.version must be a Kubernetes minor version such as 1.33."
  }

  validation {
    condition     = alltrue([for cidr in var.cluster.public_cidrs : can(cidrhost(cidr, 0))])
    error_message = "cluster.public_cidrs must hold IPv4 ranges such as 203.0.113.0/24."
  }

  validation {
    condition     = alltrue([for arn in var.cluster.admins : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/", arn))])
    error_message = "cluster.admins must hold ARNs of IAM roles or users."
  }

  validation {
    condition     = var.cluster.nodes.min >= 0 && var.cluster.nodes.max >= max(1, var.cluster.nodes.min)
    error_message = "cluster.nodes.max must be at least 1 and not below cluster.nodes.min."
  }

  validation {
    condition     = contains(["x86_64", "arm64"], var.cluster.nodes.architecture)
    error_message = "cluster.nodes.architecture must be x86_64 or arm64."
  }
}
