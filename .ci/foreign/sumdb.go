// Has Go's sumdb (note and tlog, as the go command uses them for its checksum database) say of every checkpoint and proof
// in cases.json whether it holds. Prints "tests N", and "failed NAME: ..." for each case on which it says something else.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type claim struct {
	Name  string
	Note  []byte
	Index int64
	Entry string
	Path  []string
	Holds bool
}

func hash(bytes []byte) (all tlog.Hash) {
	copy(all[:], bytes)
	return all
}

func holds(one claim, key note.Verifier) bool {
	opened, err := note.Open(one.Note, note.VerifierList(key))
	if err != nil {
		return false
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 3 {
		return false
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return false
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return false
	}
	var proof tlog.RecordProof
	for _, text := range one.Path {
		bytes, err := hex.DecodeString(text)
		if err != nil || len(bytes) != tlog.HashSize {
			return false
		}
		proof = append(proof, hash(bytes))
	}
	entry, err := hex.DecodeString(one.Entry)
	if err != nil {
		return false
	}
	return tlog.CheckRecord(proof, size, hash(root), one.Index, tlog.RecordHash(entry)) == nil
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var given struct {
		Key   string
		Cases []claim
	}
	if err := json.Unmarshal(text, &given); err != nil {
		panic(err)
	}
	key, err := note.NewVerifier(given.Key)
	if err != nil {
		panic(err)
	}
	for _, one := range given.Cases {
		if holds(one, key) != one.Holds {
			fmt.Printf("failed foreign sumdb: %s should hold: %t\n", one.Name, one.Holds)
		}
	}
	fmt.Printf("tests %d\n", len(given.Cases))
}
