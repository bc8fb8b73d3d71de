//go:build !linux

package main

import "errors"

func (command) run() (sample, error) {
	return sample{}, errors.New("needs Linux, to measure processes that outlive their parent")
}

func watchTree(<-chan struct{}) <-chan int64 { return make(chan int64) }
