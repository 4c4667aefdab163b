import { expectTrue } from '../check/expect.ts'
import { fail, gravest, rule } from '../check/rule.ts'
import { nested } from '../check/view.ts'

export default rule({
  id: 'aws-ec2-encrypted-disks',
  title: 'Disks of machines are encrypted',
  severity: 'high',
  category: 'security',
  resources: ['aws_instance', 'aws_launch_template'],
  why: 'A snapshot of a plain disk can be read by anyone it is shared with.',
  fix: 'Set encrypted = true in root_block_device, ebs_block_device, or block_device_mappings.ebs.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3',
  check: (machine, { type }) => {
    if (type === 'aws_launch_template') {
      const mappings = nested(machine, 'block_device_mappings')
      if (mappings.length === 0) return fail('no encrypted disk is declared')
      return gravest(mappings.map((mapping) => expectTrue(mapping, 'ebs.encrypted', 'a disk is not encrypted')))
    }
    const extra = nested(machine, 'ebs_block_device').map((disk) =>
      expectTrue(disk, 'encrypted', 'a disk is not encrypted'),
    )
    return gravest([expectTrue(machine, 'root_block_device.encrypted', 'the root disk is not encrypted'), ...extra])
  },
  examples: {
    good: [
      `resource "aws_instance" "main" {
  root_block_device {
    encrypted = true
  }
}`,
      `resource "aws_launch_template" "main" {
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      encrypted = true
    }
  }
}`,
    ],
    bad: [
      `resource "aws_instance" "main" {
  ami = "ami-1"
}`,
      `resource "aws_launch_template" "main" {}`,
      `resource "aws_instance" "main" {
  root_block_device {
    encrypted = true
  }
  ebs_block_device {
    device_name = "/dev/sdb"
  }
}`,
    ],
    unknown: [
      `variable "e" {}

resource "aws_instance" "main" {
  root_block_device {
    encrypted = var.e
  }
}`,
    ],
  },
})
