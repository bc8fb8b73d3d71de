package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// measure runs a command and waits for every process that it starts: a Go program of cdktf ends before its Node does.
func measure(cmd *exec.Cmd) (sample, error) {
	// Processes whose parent has ended become children of this one, so that it can wait for them.
	const setChildSubreaper = 36
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); errno != 0 {
		return sample{}, errno
	}
	log, err := os.CreateTemp("", "bench-*.log")
	if err != nil {
		return sample{}, err
	}
	defer os.Remove(log.Name())
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return sample{}, err
	}
	s, status := waitForAll(cmd.Process.Pid, start)
	if status != 0 {
		text, _ := os.ReadFile(log.Name())
		return s, fmt.Errorf("%s: exit status %d\n%s", cmd, status, text)
	}
	return s, nil
}

// waitForAll waits until the process and all that it started have ended. The wall time is the process's own.
func waitForAll(pid int, start time.Time) (s sample, status int) {
	for {
		var exit syscall.WaitStatus
		var usage syscall.Rusage
		ended, err := syscall.Wait4(-1, &exit, 0, &usage)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil: // no process is left
			return s, status
		case ended == pid:
			s.wall, status = time.Since(start), exit.ExitStatus()
		}
		s.peak = max(s.peak, usage.Maxrss*1024)
	}
}
