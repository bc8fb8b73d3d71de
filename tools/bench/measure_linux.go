package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// run measures a command and every process it starts, also those that outlive it: a Go program of cdktf ends before its
// Node does.
func (c command) run() (sample, error) {
	if c.before != nil {
		if err := c.before(); err != nil {
			return sample{}, err
		}
	}
	program, err := exec.LookPath(c.args[0])
	if err != nil {
		return sample{}, err
	}
	if err := adoptOrphans(); err != nil {
		return sample{}, err
	}
	log, err := os.CreateTemp("", "bench-*.log")
	if err != nil {
		return sample{}, err
	}
	defer os.Remove(log.Name())
	defer log.Close()

	start := time.Now()
	pid, err := syscall.ForkExec(program, c.args, &syscall.ProcAttr{
		Dir:   c.dir,
		Env:   append(os.Environ(), c.env...),
		Files: []uintptr{0, log.Fd(), log.Fd()},
	})
	if err != nil {
		return sample{}, err
	}
	s, status := waitForAll(pid, start)
	if status != 0 {
		text, _ := os.ReadFile(log.Name())
		return s, fmt.Errorf("%s: exit status %d\n%s", c.name, status, text)
	}
	return s, nil
}

// waitForAll waits until the process and all that it started have ended. The wall time is the process's own.
func waitForAll(pid int, start time.Time) (s sample, status int) {
	for {
		var exit syscall.WaitStatus
		var usage syscall.Rusage
		ended, err := syscall.Wait4(-1, &exit, 0, &usage)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return s, status
		}
		if ended == pid {
			s.wall, status = time.Since(start), exit.ExitStatus()
		}
		s.cpu += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		s.peak = max(s.peak, usage.Maxrss*1024)
	}
}

// adoptOrphans makes processes whose parent has ended children of this one, so that they can be waited for.
func adoptOrphans() error {
	const setChildSubreaper = 36
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); errno != 0 {
		return errno
	}
	return nil
}
