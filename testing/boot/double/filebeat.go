package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	lumber "github.com/elastic/go-lumber/client/v2"
	"gopkg.in/yaml.v3"
)

// config is what this stand-in knows of filebeat.yml. Anything else in it is refused.
type config struct {
	Inputs []struct {
		Type    string   `yaml:"type"`
		ID      string   `yaml:"id"`
		Match   []string `yaml:"include_matches.match"`
		Parsers []struct {
			Multiline struct {
				Pattern string `yaml:"pattern"`
				Negate  bool   `yaml:"negate"`
				Match   string `yaml:"match"`
			} `yaml:"multiline"`
		} `yaml:"parsers"`
	} `yaml:"filebeat.inputs"`
	Output struct {
		Hosts []string `yaml:"hosts"`
	} `yaml:"output.logstash"`
}

// flushAfter is how long an event waits for lines that belong to it. Elastic: "Manage multiline messages", timeout.
const flushAfter = 5 * time.Second

// filebeat sends the journal as filebeat.yml says, with Elastic's own client of Logstash, and journalctl, which Filebeat reads the journal with.
func filebeat() {
	file, err := os.Open("/usr/share/filebeat/filebeat.yml")
	fail(err)
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	var given config
	fail(decoder.Decode(&given))
	input := given.Inputs[0]
	multiline := input.Parsers[0].Multiline
	if input.Type != "journald" || !multiline.Negate || multiline.Match != "after" {
		fail(fmt.Errorf("not known: %+v", input))
	}
	starts := regexp.MustCompile(multiline.Pattern)
	lines := make(chan string)
	go follow(input.Match, lines)

	client := connect(os.ExpandEnv(given.Output.Hosts[0]))
	event := []string{}
	send := func() {
		if len(event) > 0 {
			message := map[string]string{"message": strings.Join(event, "\n")}
			_, err := client.Send([]interface{}{message})
			fail(err)
		}
		event = nil
	}
	for {
		select {
		case line := <-lines:
			if starts.MatchString(line) {
				send()
			}
			event = append(event, line)
		case <-time.After(flushAfter):
			send()
		}
	}
}

func connect(address string) *lumber.SyncClient {
	for {
		client, err := lumber.SyncDial(address)
		if err == nil {
			fmt.Println("connected to", address)
			return client
		}
		fmt.Println(err)
		time.Sleep(time.Second)
	}
}

func follow(matches []string, lines chan<- string) {
	command := exec.Command("journalctl", append([]string{"--follow", "--no-tail", "--merge", "--output=json", "--all"}, matches...)...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	fail(err)
	fail(command.Start())
	scanner := bufio.NewScanner(output)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var entry struct {
			Message string `json:"MESSAGE"`
		}
		if json.Unmarshal(scanner.Bytes(), &entry) == nil {
			lines <- entry.Message
		}
	}
	fail(fmt.Errorf("journalctl ended: %v", command.Wait()))
}
