// Package clients runs Celery and Django on real Redis servers shaped like the groups of each synthesized stack, on the
// very URLs that the stack publishes. The clients are Debian's: the tests are for Linux.
package clients
