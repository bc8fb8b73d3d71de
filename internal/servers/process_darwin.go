package servers

import "syscall"

// attributes put a process into the group, which the guard ends.
func attributes(group int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pgid: group}
}
