import type { Rule } from '../check/rule.ts'
import awsAlbDeletionProtection from './aws-alb-deletion-protection.ts'
import awsAlbDropInvalidHeaders from './aws-alb-drop-invalid-headers.ts'
import awsAlbHttps from './aws-alb-https.ts'
import awsCloudtrailAllRegions from './aws-cloudtrail-all-regions.ts'
import awsCloudtrailValidated from './aws-cloudtrail-validated.ts'
import awsDefaultTags from './aws-default-tags.ts'
import awsDynamodbDeletionProtection from './aws-dynamodb-deletion-protection.ts'
import awsDynamodbPointInTimeRecovery from './aws-dynamodb-point-in-time-recovery.ts'
import awsEbsVolumeEncrypted from './aws-ebs-volume-encrypted.ts'
import awsEc2EncryptedDisks from './aws-ec2-encrypted-disks.ts'
import awsEc2Imdsv2 from './aws-ec2-imdsv2.ts'
import awsEc2NoPublicIp from './aws-ec2-no-public-ip.ts'
import awsEcrImmutableTags from './aws-ecr-immutable-tags.ts'
import awsEcrScanOnPush from './aws-ecr-scan-on-push.ts'
import awsEfsEncrypted from './aws-efs-encrypted.ts'
import awsEksAccessEntries from './aws-eks-access-entries.ts'
import awsEksControlPlaneLogs from './aws-eks-control-plane-logs.ts'
import awsEksEbsCsiAddon from './aws-eks-ebs-csi-addon.ts'
import awsEksEndpointNotOpen from './aws-eks-endpoint-not-open.ts'
import awsEksLogRetention from './aws-eks-log-retention.ts'
import awsEksNodeDesiredSizeIgnored from './aws-eks-node-desired-size-ignored.ts'
import awsEksPrivateEndpoint from './aws-eks-private-endpoint.ts'
import awsEksSecretsEncrypted from './aws-eks-secrets-encrypted.ts'
import awsEksSupportedVersion from './aws-eks-supported-version.ts'
import awsElasticacheEncrypted from './aws-elasticache-encrypted.ts'
import awsIamAssumeRoleNamed from './aws-iam-assume-role-named.ts'
import awsIamNoAccessKeys from './aws-iam-no-access-keys.ts'
import awsIamNoServiceWildcard from './aws-iam-no-service-wildcard.ts'
import awsIamNoUserPolicies from './aws-iam-no-user-policies.ts'
import awsIamNoWildcard from './aws-iam-no-wildcard.ts'
import awsKmsDeletionWindow from './aws-kms-deletion-window.ts'
import awsKmsPolicyNoWildcard from './aws-kms-policy-no-wildcard.ts'
import awsKmsRotation from './aws-kms-rotation.ts'
import awsLambdaNoPlainSecrets from './aws-lambda-no-plain-secrets.ts'
import awsLogGroupKms from './aws-log-group-kms.ts'
import awsLogGroupRetention from './aws-log-group-retention.ts'
import awsNoHardCodedCredentials from './aws-no-hard-coded-credentials.ts'
import awsOpensearchEncrypted from './aws-opensearch-encrypted.ts'
import awsRdsAutoMinorUpgrade from './aws-rds-auto-minor-upgrade.ts'
import awsRdsBackupRetention from './aws-rds-backup-retention.ts'
import awsRdsDeletionProtection from './aws-rds-deletion-protection.ts'
import awsRdsFinalSnapshot from './aws-rds-final-snapshot.ts'
import awsRdsIamAuth from './aws-rds-iam-auth.ts'
import awsRdsKmsKey from './aws-rds-kms-key.ts'
import awsRdsLogExports from './aws-rds-log-exports.ts'
import awsRdsManagedPassword from './aws-rds-managed-password.ts'
import awsRdsMultiAz from './aws-rds-multi-az.ts'
import awsRdsNotPublic from './aws-rds-not-public.ts'
import awsRdsPerformanceInsights from './aws-rds-performance-insights.ts'
import awsRdsStorageAutoscaling from './aws-rds-storage-autoscaling.ts'
import awsRdsStorageEncrypted from './aws-rds-storage-encrypted.ts'
import awsRdsTlsForced from './aws-rds-tls-forced.ts'
import awsResourcePolicyNoWildcard from './aws-resource-policy-no-wildcard.ts'
import awsS3AbortIncompleteUploads from './aws-s3-abort-incomplete-uploads.ts'
import awsS3AccessLogging from './aws-s3-access-logging.ts'
import awsS3Kms from './aws-s3-kms.ts'
import awsS3Lifecycle from './aws-s3-lifecycle.ts'
import awsS3NoPublicAcl from './aws-s3-no-public-acl.ts'
import awsS3ObjectOwnership from './aws-s3-object-ownership.ts'
import awsS3PublicAccessBlocked from './aws-s3-public-access-blocked.ts'
import awsS3TlsOnly from './aws-s3-tls-only.ts'
import awsS3Versioning from './aws-s3-versioning.ts'
import awsSgNoOpenAll from './aws-sg-no-open-all.ts'
import awsSgNoOpenDatabase from './aws-sg-no-open-database.ts'
import awsSgNoOpenRdp from './aws-sg-no-open-rdp.ts'
import awsSgNoOpenSsh from './aws-sg-no-open-ssh.ts'
import awsSnsEncrypted from './aws-sns-encrypted.ts'
import awsSqsEncrypted from './aws-sqs-encrypted.ts'
import awsSubnetNoAutoPublicIp from './aws-subnet-no-auto-public-ip.ts'
import awsVpcDefaultSecurityGroupEmpty from './aws-vpc-default-security-group-empty.ts'
import awsVpcFlowLogs from './aws-vpc-flow-logs.ts'
import awsVpcGatewayEndpoints from './aws-vpc-gateway-endpoints.ts'
import terraformBackendEncrypted from './terraform-backend-encrypted.ts'
import terraformBackendLocked from './terraform-backend-locked.ts'
import terraformModulePinned from './terraform-module-pinned.ts'
import terraformProvidersPinned from './terraform-providers-pinned.ts'
import terraformRequiredVersion from './terraform-required-version.ts'
import terraformSensitiveVariables from './terraform-sensitive-variables.ts'

/** All rules, ordered by id. A test compares this list with the files beside it. */
export const rules: readonly Rule[] = [
  awsAlbDeletionProtection,
  awsAlbDropInvalidHeaders,
  awsAlbHttps,
  awsCloudtrailAllRegions,
  awsCloudtrailValidated,
  awsDefaultTags,
  awsDynamodbDeletionProtection,
  awsDynamodbPointInTimeRecovery,
  awsEbsVolumeEncrypted,
  awsEc2EncryptedDisks,
  awsEc2Imdsv2,
  awsEc2NoPublicIp,
  awsEcrImmutableTags,
  awsEcrScanOnPush,
  awsEfsEncrypted,
  awsEksAccessEntries,
  awsEksControlPlaneLogs,
  awsEksEbsCsiAddon,
  awsEksEndpointNotOpen,
  awsEksLogRetention,
  awsEksNodeDesiredSizeIgnored,
  awsEksPrivateEndpoint,
  awsEksSecretsEncrypted,
  awsEksSupportedVersion,
  awsElasticacheEncrypted,
  awsIamAssumeRoleNamed,
  awsIamNoAccessKeys,
  awsIamNoServiceWildcard,
  awsIamNoUserPolicies,
  awsIamNoWildcard,
  awsKmsDeletionWindow,
  awsKmsPolicyNoWildcard,
  awsKmsRotation,
  awsLambdaNoPlainSecrets,
  awsLogGroupKms,
  awsLogGroupRetention,
  awsNoHardCodedCredentials,
  awsOpensearchEncrypted,
  awsRdsAutoMinorUpgrade,
  awsRdsBackupRetention,
  awsRdsDeletionProtection,
  awsRdsFinalSnapshot,
  awsRdsIamAuth,
  awsRdsKmsKey,
  awsRdsLogExports,
  awsRdsManagedPassword,
  awsRdsMultiAz,
  awsRdsNotPublic,
  awsRdsPerformanceInsights,
  awsRdsStorageAutoscaling,
  awsRdsStorageEncrypted,
  awsRdsTlsForced,
  awsResourcePolicyNoWildcard,
  awsS3AbortIncompleteUploads,
  awsS3AccessLogging,
  awsS3Kms,
  awsS3Lifecycle,
  awsS3NoPublicAcl,
  awsS3ObjectOwnership,
  awsS3PublicAccessBlocked,
  awsS3TlsOnly,
  awsS3Versioning,
  awsSgNoOpenAll,
  awsSgNoOpenDatabase,
  awsSgNoOpenRdp,
  awsSgNoOpenSsh,
  awsSnsEncrypted,
  awsSqsEncrypted,
  awsSubnetNoAutoPublicIp,
  awsVpcDefaultSecurityGroupEmpty,
  awsVpcFlowLogs,
  awsVpcGatewayEndpoints,
  terraformBackendEncrypted,
  terraformBackendLocked,
  terraformModulePinned,
  terraformProvidersPinned,
  terraformRequiredVersion,
  terraformSensitiveVariables,
]
