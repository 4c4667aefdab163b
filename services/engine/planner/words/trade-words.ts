import { stemOf } from './stem.ts'

/** Words of the trade: who says one wants it, and no plan may leave it out in silence. */
const text = `
nat gateway gateways internet vpn peering ipv6 ipv4 dns route53 firewall waf proxy loadbalancer balancer alb nlb elb cdn cloudfront
endpoint endpoints transit privatelink dualstack bastion jump
mysql mariadb aurora oracle sqlserver mongodb mongo redis memcached elasticache dynamodb dynamo cassandra kafka rabbitmq sqs sns
kinesis opensearch elasticsearch redshift snowflake bigquery spanner cosmos
lambda serverless fargate ecs ecr ec2 instance instances ami autoscaling autoscale spot reserved graviton gpu cpu cpus memory ram
storage disk disks volume volumes ebs efs gb tb mb gib tib iops backup backups snapshot snapshots retention replica replicas standby
failover multi highly availability redundant redundancy encrypted encryption kms versioned versioning lifecycle public private
replicated replication readonly archive glacier ssl tls https certificate certificates acm ssm secretsmanager vault
node nodes nodegroup pool pools namespace pod pods deployment deployments daemonset statefulset ingress service-mesh istio linkerd
helm chart charts manifest manifests kustomize argocd argo flux gitops operator crd
docker dockerfile container containers image images registry compose podman
azure gcp google vnet gke aks openstack vmware digitalocean hetzner cloudflare heroku vercel netlify oci
jenkins pipeline pipelines workflow workflows actions circleci travis ci cd buildkite
prometheus grafana alertmanager dashboard dashboards datadog newrelic splunk kibana loki jaeger opentelemetry sentry pagerduty
alert alerts alarm alarms metric metrics monitoring uptime sla slo
ansible chef puppet salt packer vagrant pulumi cloudformation cdk crossplane terragrunt bicep
jira slack teams email mail sms discord webhook confluence notion linear
deploy deploys deploying rollout rollback canary bluegreen promote scale scaling upscale downscale resize reboot restart shutdown
push pull merge rebase cherry cherrypick squash tag tags bisect blame clone fork fetch submodule pullrequest pr mergerequest
rename move copy append insert upload download sync mirror migrate migration compress zip unzip encrypt decrypt sign
schedule scheduled cron nightly hourly daily weekly monthly every periodically recurring reminder
notify ping call phone invite assign escalate
ssh sftp ftp rsync curl wget kubectl npm yarn pip cargo gradle maven make bash shell
benchmark loadtest stress fuzz pentest chaos
iam role roles policy-document permissions sso oidc saml ldap mfa user users group groups
python java node javascript typescript golang rust php
postgis extension extensions schema schemas table tables index indexes query queries
weather rain news joke poem song recipe
clear plaintext cleartext unmasked unredacted unencrypted fix repair
quota quotas limit limits bill billing invoice refund
workspace workspaces
`

/** Stems of words that nobody may leave out. */
export const tradeWords: ReadonlySet<string> = new Set(
  text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => [word, stemOf(word)]),
)
