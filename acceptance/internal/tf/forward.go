package tf

import (
	"context"
	"regexp"
	"sync"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// maxMessage is what Terraform takes in one message.
const maxMessage = 256 << 20

// getSchema is the call that describes all types. Terraform makes it in every command.
const getSchema = "/tfplugin5.Provider/GetSchema"

// described are the types that Terraform hears of: those of the services that the stacks use.
var described = regexp.MustCompile(
	`^random_|^aws_(caller_identity|cloudwatch|elasticache|iam|kms|partition|region|s3|security|sns|ssm|subnet|vpc)`)

// description is what a provider answers to getSchema, without the types of other services.
type description struct {
	sync.Mutex
	answer []byte
}

// descriptions has a description for each provider's program, which is asked once.
var descriptions sync.Map

// forwarder passes every call on to the provider, and every answer back.
type forwarder struct {
	provider    *grpc.ClientConn
	description *description
}

func newForwarder(program string, provider *grpc.ClientConn) forwarder {
	known, _ := descriptions.LoadOrStore(program, &description{})
	return forwarder{provider, known.(*description)}
}

func (f forwarder) server(options []grpc.ServerOption) *grpc.Server {
	return grpc.NewServer(append(options, grpc.UnknownServiceHandler(f.forward), grpc.ForceServerCodec(bytesCodec{}),
		grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage))...)
}

func (f forwarder) forward(_ any, call grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(call)
	var request []byte
	if err := call.RecvMsg(&request); err != nil {
		return err
	}
	ask := f.ask
	if method == getSchema {
		ask = f.describe
	}
	answer, err := ask(call.Context(), method, request)
	if err != nil {
		return err
	}
	return call.SendMsg(&answer)
}

func (f forwarder) ask(ctx context.Context, method string, request []byte) ([]byte, error) {
	var answer []byte
	err := f.provider.Invoke(ctx, method, &request, &answer, grpc.ForceCodec(bytesCodec{}))
	return answer, err
}

func (f forwarder) describe(ctx context.Context, method string, request []byte) ([]byte, error) {
	f.description.Lock()
	defer f.description.Unlock()
	if f.description.answer != nil {
		return f.description.answer, nil
	}
	answer, err := f.ask(ctx, method, request)
	if err == nil {
		f.description.answer, err = cut(answer)
	}
	return f.description.answer, err
}

// The maps from names to types in tfplugin5.GetProviderSchema.Response.
// https://github.com/hashicorp/terraform/blob/v1.11.0/docs/plugin-protocol/tfplugin5.8.proto
const (
	resourceTypes  = protowire.Number(2)
	dataSources    = protowire.Number(3)
	ephemeralTypes = protowire.Number(8)
)

// cut removes the types that are not described.
func cut(answer []byte) ([]byte, error) {
	var kept []byte
	for len(answer) > 0 {
		number, _, length := protowire.ConsumeField(answer)
		if length < 0 {
			return nil, protowire.ParseError(length)
		}
		field := answer[:length]
		answer = answer[length:]
		isType := number == resourceTypes || number == dataSources || number == ephemeralTypes
		if !isType || described.MatchString(entryName(field)) {
			kept = append(kept, field...)
		}
	}
	return kept, nil
}

// entryName is the key of a map's entry.
func entryName(field []byte) string {
	_, _, tag := protowire.ConsumeTag(field)
	entry, _ := protowire.ConsumeBytes(field[tag:])
	_, _, tag = protowire.ConsumeTag(entry)
	name, _ := protowire.ConsumeString(entry[tag:])
	return name
}

// bytesCodec leaves messages that are passed on as they are.
type bytesCodec struct{}

func (bytesCodec) Name() string { return "proto" }

func (bytesCodec) Marshal(message any) ([]byte, error) {
	if content, ok := message.(*[]byte); ok {
		return *content, nil
	}
	return proto.Marshal(message.(proto.Message))
}

func (bytesCodec) Unmarshal(content []byte, message any) error {
	if target, ok := message.(*[]byte); ok {
		*target = append([]byte(nil), content...)
		return nil
	}
	return proto.Unmarshal(content, message.(proto.Message))
}

// nothing is a plugin without services of its own: its server passes every call on.
type nothing struct{ plugin.NetRPCUnsupportedPlugin }

func (nothing) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }

func (nothing) GRPCClient(context.Context, *plugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, status.Error(codes.Unimplemented, "calls go to the connection")
}
