package main

// The prices of eu-west-2, in US dollars before tax, as known on 2026-11-23. Prices change: check them at their source
// before you rely on them, and then change this file and its dates.
//
// They are Redis OSS's; a node on Valkey costs valkeyShare of them.
//
// The on-demand prices of micro, medium and r7g.large come from public projects' copies of AWS's prices; small is half
// of medium, as AWS prices the family. The reserved prices are an estimate, AWS's usual 32 % off for a year without
// upfront payment, rounded to a tenth of a cent. Those of alarms, dashboards and keys are AWS's list prices.
const (
	pricedRegion = "eu-west-2"
	pricesDate   = "2026-11-23"
	nodesSource  = "https://aws.amazon.com/elasticache/pricing/"
	alarmsSource = "https://aws.amazon.com/cloudwatch/pricing/"
	keysSource   = "https://aws.amazon.com/kms/pricing/"

	// hoursPerMonth is what AWS counts in its own estimates.
	hoursPerMonth = 730

	// poundsPerDollar is the rate of ratesDate.
	poundsPerDollar = 0.76
	ratesDate       = "November 2025"
)

// valkeyShare is what a node on Valkey costs of the price on Redis OSS: 20 % less, on demand and reserved.
// https://aws.amazon.com/elasticache/pricing/
const valkeyShare = 0.8

// nodePrice is the price of a node for an hour.
type nodePrice struct{ onDemand, reserved float64 }

// nodePrices are the node types in use and their usual upgrades, on Redis OSS.
var nodePrices = map[string]nodePrice{
	"cache.t4g.micro":  {0.018, 0.012},
	"cache.t4g.small":  {0.036, 0.024},
	"cache.t4g.medium": {0.072, 0.049},
	"cache.r7g.large":  {0.256, 0.174},
}

// resourcePrices are the prices of a resource for a month, by its Terraform type.
var resourcePrices = map[string]float64{
	"aws_cloudwatch_metric_alarm":    0.10,
	"aws_cloudwatch_composite_alarm": 0.50,
	"aws_cloudwatch_dashboard":       3.00,
	"aws_kms_key":                    1.00,
}

// customMetricPrice is the price of a metric that is not AWS's own for a month: of the length of a queue.
// https://aws.amazon.com/cloudwatch/pricing/
const customMetricPrice = 0.30
