// Reads an answer of a live Souk with the types that quicktype made for Go.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
)

func main() {
	decoder := json.NewDecoder(bytes.NewReader([]byte(os.Args[1])))
	decoder.DisallowUnknownFields()
	var trade Trade
	if err := decoder.Decode(&trade); err != nil {
		log.Fatal(err)
	}
	if trade.Asset != "BTC" || trade.Status != "in_progress" {
		log.Fatalf("%+v", trade)
	}
	fmt.Println(trade.ID, trade.Amount)
}
