// Package simaws is an AWS that Terraform can apply stacks to, change and destroy them: moto's server answers for most
// services, this package for ElastiCache, and for what moto lets pass and AWS refuses.
package simaws

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"sync/atomic"
	"time"
)

// Program is the server of https://docs.getmoto.org that must be on the PATH.
const Program = "moto_server"

// AWS is a running simulation.
type AWS struct {
	moto     *exec.Cmd
	ended    chan struct{} // closed when moto has ended
	motoURL  *url.URL
	accounts atomic.Int64
}

// Start must be followed by Close.
func Start() (*AWS, error) {
	var problems []error
	for range 3 { // another program may have taken the port meanwhile
		a, err := start()
		if err == nil {
			return a, nil
		}
		problems = append(problems, err)
	}
	return nil, errors.Join(problems...)
}

func start() (*AWS, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	a := &AWS{
		moto:    exec.Command(Program, "-H", "127.0.0.1", "-p", fmt.Sprint(port)),
		motoURL: &url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)},
		ended:   make(chan struct{}),
	}
	if err := a.moto.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = a.moto.Wait() // says that it was killed
		close(a.ended)
	}()
	for range 600 {
		select {
		case <-a.ended:
			return nil, fmt.Errorf("%s: %s", Program, a.moto.ProcessState)
		case <-time.After(200 * time.Millisecond):
		}
		if a.answers() {
			return a, nil
		}
	}
	a.Close()
	return nil, errors.New(Program + " does not answer")
}

func (a *AWS) answers() bool {
	response, err := http.Get(a.motoURL.JoinPath("moto-api/data.json").String())
	if err != nil {
		return false
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode == http.StatusOK
}

// Close ends the simulation.
func (a *AWS) Close() {
	_ = a.moto.Process.Kill() // may have ended
	<-a.ended
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}
