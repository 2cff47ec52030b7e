// Command double stands in for the programs of container images that boot tests cannot have: it listens on their ports, prints
// changes that it is asked for, and ends at SIGTERM. Named curl, java or jenkins-plugin-cli, it does what the files of roles ask these for.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// Ports by image.
var ports = map[string][]string{
	"elasticsearch":   {"9200"},
	"logstash":        {"5044"},
	"kibana":          {"5601"},
	"jenkins/jenkins": {"8080"},
}

func main() {
	switch filepath.Base(os.Args[0]) {
	case "curl":
		os.Exit(curl(os.Args[1:]))
	case "jenkins-plugin-cli":
		os.Exit(installPlugins(os.Args[1:]))
	}
	image := os.Args[1]
	fmt.Println("double of", os.Args)
	switch image {
	case "jenkins/jenkins":
		makeAgentSecret()
	case "elastic/filebeat":
		go filebeat()
	case "docker":
		for _, option := range os.Args[2:] {
			if path, found := strings.CutPrefix(option, "--host=unix://"); found {
				go listen(path)
			}
		}
	}
	for _, port := range ports[image] {
		go serve(image, port)
	}
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, syscall.SIGTERM)
	<-stopped
	fmt.Println("stopped", image)
	os.Exit(143)
}

func serve(image, port string) {
	answer := func(response http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		if request.Method != http.MethodGet {
			fmt.Println(request.Method, request.URL.Path, string(body))
		}
		fmt.Fprintln(response, image)
	}
	panic(http.ListenAndServe(":"+port, http.HandlerFunc(answer)))
}

// makeAgentSecret does what agent.groovy does where jenkins.yaml has made the agent.
func makeAgentSecret() {
	const home = "/var/jenkins_home/"
	_, given := os.Stat("/usr/share/jenkins/ref/init.groovy.d/agent.groovy.override")
	_, configured := os.Stat(home + "jenkins.yaml")
	if given == nil && configured == nil {
		fail(os.WriteFile(home+"secrets/agent", []byte("secret"), 0o644))
	}
}

// installPlugins writes a file for each line of a list.
func installPlugins(parameters []string) int {
	values := map[string]string{}
	for index, name := range parameters[:len(parameters)-1] {
		values[name] = parameters[index+1]
	}
	folder := values["--plugin-download-directory"]
	text, err := os.ReadFile(values["--plugin-file"])
	fail(err)
	fail(os.MkdirAll(folder, 0o755))
	for _, line := range strings.Fields(string(text)) {
		name, version, _ := strings.Cut(line, ":")
		fail(os.WriteFile(filepath.Join(folder, name+".jpi"), []byte(version), 0o644))
	}
	return 0
}

func listen(path string) {
	os.Remove(path)
	listener, err := net.Listen("unix", path)
	fail(err)
	fail(http.Serve(listener, http.NotFoundHandler()))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// curl requests the URL that comes last, or those of a file of --config.
func curl(parameters []string) int {
	last := parameters[len(parameters)-1]
	if parameters[0] != "--config" {
		return request(http.MethodGet, last, "")
	}
	text, err := os.ReadFile(last)
	if err != nil {
		return 26
	}
	for _, options := range strings.Split(string(text), "\nnext\n") {
		values := map[string]string{}
		for _, line := range strings.Split(options, "\n") {
			name, value, _ := strings.Cut(line, " = ")
			values[name] = value
		}
		if status := request(values["request"], values["url"], values["data"]); status != 0 {
			return status
		}
	}
	return 0
}

func request(method, url, body string) int {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 3
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 7
	}
	defer response.Body.Close()
	if response.StatusCode >= 400 {
		return 22
	}
	return 0
}
