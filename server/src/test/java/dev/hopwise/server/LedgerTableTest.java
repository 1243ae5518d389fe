package dev.hopwise.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LedgerTableTest {

  @Test
  void showsEachKeyAndWhyItStandsOut() throws IOException {
    String table =
        LedgerTable.of(
            """
            {"from":"2026-11-27T10:00:00Z","to":"2026-11-27T11:00:00Z","distinctFrom":"2026-11-27T10:00:00Z",
             "distinctTo":"2026-11-27T11:00:00Z","queriesSince":"2026-11-20T10:00:00Z","keys":[
             {"service":"shop","scope":"span","key":"request.id","spans":1200,"bytes":64000,"byteShare":0.213,"relativeError":0.01,
              "distinct":1190,"lastQueriedAt":null,"flags":["cardinality"],"advice":"drop","reason":"about 1190 different UUIDs",
              "example":"6f1c\\u001b8f0e","exampleCut":true},
             {"service":"shop","scope":"span","key":"http.route","spans":1300,"bytes":32000,"byteShare":0.1,"relativeError":0,
              "distinct":7,"lastQueriedAt":"2026-11-27T10:59:01.123456Z","flags":[],"advice":"keep","reason":"nothing stands out","example":"/a"}],
             "keysLeftOut":3,"foldedSpanNames":[{"service":"shop","example":"GET /1","names":100,"templatedSpans":5,"otherSpans":6}]}
            """);
    assertThat(table)
        .contains("span.request.id", "~1200", "~64000", "21.3%", "drop")
        .contains("    about 1190 different UUIDs\n    for example 6f1c\uFFFD8f0e…\n")
        .containsPattern("span.http.route +1300 +32000 +10.0% +7 +2026-11-27T10:59:01Z +keep\n")
        .contains("3 more keys")
        .contains("shop has too many span names: 100 measured")
        .doesNotContain("nothing stands out");
  }
}
