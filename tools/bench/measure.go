package main

import "time"

// command is what is measured.
type command struct {
	name string
	dir  string
	args []string
	env  []string
	// before prepares each run, for example an empty cache; it is not measured.
	before func() error
}

// sample is one run of a command.
type sample struct {
	wall, cpu time.Duration
	// peak is the largest resident set of any one of its processes, in bytes.
	peak int64
}

// memory is the most memory that the command and all that it starts have at once, in bytes.
func (c command) memory() (int64, error) {
	stop := make(chan struct{})
	result := watchTree(stop)
	_, err := c.run()
	close(stop)
	return <-result, err
}
