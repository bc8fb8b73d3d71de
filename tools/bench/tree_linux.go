package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// watchTree looks at the memory of all processes below this one until stop, and sends the most that they had at once: what
// they share counts once. It takes time from them, so that a watched run is not a measured one.
func watchTree(stop <-chan struct{}) <-chan int64 {
	result := make(chan int64, 1)
	go func() {
		var most int64
		for {
			select {
			case <-stop:
				result <- most
				return
			case <-time.After(20 * time.Millisecond):
				most = max(most, treeMemory())
			}
		}
	}()
	return result
}

func treeMemory() int64 {
	children := map[string][]string{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		// The program's name, in parentheses, may hold spaces; after it come the state and the parent's id.
		after := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		children[after[1]] = append(children[after[1]], filepath.Base(filepath.Dir(file)))
	}
	var sum int64
	for queue := children[fmt.Sprint(os.Getpid())]; len(queue) > 0; queue = queue[1:] {
		sum += proportionalMemory(queue[0])
		queue = append(queue, children[queue[0]]...)
	}
	return sum
}

// proportionalMemory is a process's resident memory with its share of what others use too, in bytes.
func proportionalMemory(pid string) int64 {
	text, err := os.ReadFile("/proc/" + pid + "/smaps_rollup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); fields[0] == "Pss:" {
			kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes * 1024
		}
	}
	return 0
}
