/**
 * Words that are spelled right although no operation knows them. Without them, `tail` would be a mistyped `fail`, and a
 * request for something that cannot be done would turn into one for something that can.
 */
export const otherWords: readonly string[] = `
abort about access accident according achieve acknowledge action active activity actual adapt address admin advance
advice affect afraid age agenda agree agreed ahead aim alarm alert align alive alle allocate alone als ami among analyse
analysis analyze angry announce annoy ansible answer apache api app appear append apple appoint appreciate approach
approver april architect architecture archive area argo argue arm arn arrange arrive article ask assert assess asset
assign assist assume attach attack attempt attend attention audience august auth author auto autoscale available avoid
await aware azure balance balancer bamboo bank bare base bash basic bastion batch battle beat become begin behave behind
belong benchmark benefit bill billing bit black block blocker blog blow blue board body book boot border bored bother
bots bottom bounce bound box brain brand break brief bright bring broad broken browse browser bucket budget bug build
bump bundle burn bus business busy button buy cache calculate calendar call callers calm camera canary cancel capacity
car card care carry case cash cast catch cause celebrate central certain certificate chain chair challenge chance
channel chaos charge chart chat cheap checker checkov checksum choice choose chuck city claim class clean clear click
client clock clone close cloud cloudformation cloudfront cluster code coffee cold collect colour column comb combien
combine comment common community como company compile complain complete compose compress compute computer concern
condition conduct confirm conflict connect connection consent consider console constant consul contact contain container
content continue contract control convert cook cool coordinate copy core corner correct count country couple course
cover crash crazy critical cron cross current custom customer cut cycle daily damage dance danger dark dashboard data
database datadog date dead deal debate debug december decide declare decline deep defend define delay delegate deliver
demand demo deny depend deploy deployment depth design desk detail detect dev develop developer device devops dial die
digit dinner direct dirty disable disappear disaster discover discuss disk dispatch dns docker document dog domain door
double doubt download draft drag drain draw drawn dream drink drive driver drop dry duplicate dynamo dynamodb early earn
ease east easy eat ec2 echo ecr ecs edge editor education effect effort elastic elasticache elect email emergency empty
enable encounter encourage encrypt endpoint engine engineer enjoy enough ensure enter entre entry equal error escalate
estimate event evidence examine example excellent except exchange excuse execute exist exit expand expect experience
expire explore expose express extend extract face fact factor fail fair fait fall family fargate farm fast fault favour
feature february fee feel fellow fetch field fight figure fill film filter final finance finish fire firewall fit fix
flag flaky flat flavor flavour fleet flight flip floor flow flux fly focus follow food force forecast foreign forever
fork formal forward frame free freeze frequent fresh friday friend front frontend full function fund future game gap gas
gate gateway gather gcp general gentle german ghost gift github gitlab gitops globe goal golang gold goodbye google grab
grade grafana grant graph graphql grateful green greet grid ground group grow guard guess guest guide habit hack half
hand handle hang happen hard harm harvest hash hate haul head headline heal health healthcheck hear heart heavy height
hell helm help hero hide high hint hire hit hobby hola hold hole holiday home honest hook horizontal hospital host hot
hotel hotfix huge human hungry hurry hurt iam ice ide idea ideal identify idle ignore illegal image imagine impact
implement imply important impossible improve incident include increase index indicate individual industry inform ingress
inject injury inner insert inside insist inspect inspire instance instant instruct insure integrate intend interact
interest internal internet interpret interview introduce invalid invent inventory invest investigate invite invoice
invoke involve issue ist istio item january java jenkins jest jira job join joke journey judge july june junior jupyter
kafka keen kernel kibana kick kill kingdom knife knobs knock kubectl lambda language laptop large late latency latest
laugh launch law lawyer layer lead leak lean learn leave legal length lesson letter level licence license lie life lift
light limit line linear link linux list listen live load loadbalancer local location lock log logging login logo logs
lonely loop loose loud low luck lunch mach machine magic mail main maintain major manage manager manual march market
marketing master match material matter maximum meal measure meet meeting meine member memory mention menu merge mesh
mess message method metric microservice middle migrate migration mind mine minimum minor minute mirror miss mistake mix
mobile mode modern module moment monday money mongo mongodb monitor monitoring monorepo month mood moon morning motion
mount mouse move movie multi music mute mysql nagging name narrow nation nature neat negative neighbor neighbour nest
net network newer news nginx night node noise nomad noon north notification notify november npm nuke number object
observe obtain obvious occasion occur october odd offer office official offline often online open openapi opensearch
operate operator opinion oppose oracle orange orchestrate order ordinary origin original outage outline outside overview
owe owner pack package packer page pager pagerduty pain paint pair panel panic paper parallel parent parental park
parser partner party pass patch path patient pattern pause pay payment peace peak peer pending percent perform
performance period permanent person personal phone photo physical pick picture ping pipe pipeline plain plan plane
planet plant platform play playbook please plot plug plugin pod pods poem poet point police policy poll pool poor pop
popular population port portal positive post postpone potential pound power practice pray prefer prepare press pretend
prevent previous primary prime printer priority private prize probe problem proceed process processor produce product
production profile profit progress project prometheus promise promote prompt proof propose protect protocol proud prove
provide provider provision proxy prune public publish pull pulumi punish puppet purchase purpose push python quality
quantity quarter query queue quiet quit quota quote rabbitmq race radio rail rain raise random range rank rapid rare
rate raw reach react reason rebase reboot rebuild receive recent recommend recovery redeploy redirect redis redo
redshift reduce refactor refer reflect refresh refuse region register registry regret regular reject relate relax relay
release relevant relief rely remain remember remind remote remove rename render rent repair repeat replace replica
replicas replicate reply report reproduce request require rerun rescue research reserve resize resolve resource respect
respond rest restart result resume retain retire retry return reuse reveal review reviewer reward rewrite rich ride ring
rise risk risky road robot rock role roll roof room root rotate rough round route router ruin rule rush rust sad safe
safely sagemaker salary sale sales same sample sandbox sane satellite satisfy saturday scale scaling scan scare scenario
schedule schema scheme school science scope score scratch scream screen script scroll sea season secure select sell send
sense separate september serious serve server serverless service session settle several severe shadow shake shall shame
shape share sharp shell shift ship shock shoot shop short shot shoulder shout shrink shut shutdown sick side sidecar
sigh sight sign signal silence silent silly similar simulate simulator sind sing site situation skip slack slate sleep
slice slide slip slow smart smell smile smoke smooth snapshot sns social socket soft software solid solution solve sonar
song sont sort soul sound source south space spare spark spawn speak special speed spike spin spit split splunk spot
spread spring sql sqs square squash ssh ssl stable stack staff stage stale stand standard star start stateful statistics
stay steal steel step stick stock stop storage storm story strange stranger strategy stream street stress stretch strict
strike strong structure struggle stuck student study style subject submit subnet subscribe succeed success sudden suffer
suggest suit summer sunday supply support suppose surface surprise surround survey survive suspect suspend svn swap
sweep sweet swim symbol sync synchronise system table tabs tag tail talk target task taste tax teach team teams tear
technical telephone temperature template temporary tempt tend terminate terraform test text theory thick thin thought
thread threat throttle throw thursday ticket tier tight tiny tired title toast toggle tomorrow tone tonight toolchain
topic torn toss total touch tough tour town trace track trade traffic train transfer transform translate transport trap
travel treat tree trend trial trigger trim trip trouble true trust truth tuesday tune tunnel turn twin twist type
typical typo ubuntu ugly ultimate umbrella unable uncle underneath understand unified uninstall unique unit unite
unknown unleash unpack untag unusual upgrade upload upper upset upstream urgent useless user utility vacation vague
valley value vary vault vector vendor version vertical victim video village virtual visit visual voice volume vote wait
wake walk wall wander war warm warn warning wash waste watch water wave weak wealth wear weather web webhook website
wednesday weekend weigh weight welcome west wheel whole wide wild win wind window winter wipe wire wise wonder wood word
worker workflow workload workspace world worry worse worth wrap write wrong yard yarn yellow yesterday young zero zip
zone
`
  .split(/\s+/)
  .filter(Boolean)
