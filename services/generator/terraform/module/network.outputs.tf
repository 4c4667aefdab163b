output "vpc_id" {
  description = "Id of the VPC"
  value       = aws_vpc.main.id
}

output "subnet_ids" {
  description = "Subnet ids by tier (public, private, data), then by zone"
  value = {
    public  = { for zone, subnet in aws_subnet.public : zone => subnet.id }
    private = { for zone, subnet in aws_subnet.private : zone => subnet.id }
    data    = { for zone, subnet in aws_subnet.data : zone => subnet.id }
  }
}

output "nat_addresses" {
  description = "Public addresses that private subnets appear from, by zone of the gateway"
  value       = { for zone, address in aws_eip.nat : zone => address.public_ip }
}
