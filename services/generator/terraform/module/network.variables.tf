variable "network" {
  description = "Address range of the VPC, its subnets by zone, and how private subnets reach the internet"
  type = object({
    cidr = string
    nat  = string
    zones = map(object({
      public  = string
      private = string
      data    = string
    }))
  })

  validation {
    condition     = can(cidrhost(var.network.cidr, 0)) && try(tonumber(split("/", var.network.cidr)[1]), 0) >= 16
    error_message = "network.cidr must be an IPv4 range between /16 and /28."
  }

  validation {
    condition     = contains(["none", "single", "per-zone"], var.network.nat)
    error_message = "network.nat must be none, single or per-zone."
  }

  validation {
    condition     = length(var.network.zones) > 0
    error_message = "network.zones must name at least one availability zone."
  }
}
