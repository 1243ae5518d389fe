package dev.hopwise.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "GET /orders/4711, GET /orders/{id}",
    "GET /orders/4711/items/2, GET /orders/{id}/items/{id}",
    "GET /o/7f3a9c10-0000-4000-8edc-ba9876543210, GET /o/{id}",
    "x/7F3A9C10-0000-4000-8EDC-BA9876543210/y, x/{id}/y",
    "job 7f3a9c1000000000fedcba9876543210 done, job {id} done",
    "job deadbeef done, job deadbeef done",
    "job deadbee1 done, job {id} done",
    "cart user12345, cart {id}",
    "GET /v1/s3/http2, GET /v1/s3/http2",
    "SELECT customer_2024_orders, SELECT customer_{id}_orders",
    "größe 12, größe {id}",
    "'', ''",
    "ORD-2024-1, ORD-{id}-{id}",
    "7f3a9c10-0000-4000-8edc-ba98765432101, {id}-{id}-{id}-8edc-{id}",
  })
  void putsIdsAside(String name, String template) {
    assertThat(of(name, 100)).isEqualTo(template);
  }

  @Test
  void cutsBetweenCharacters() {
    assertThat(of("abcdefghij", 5)).isEqualTo("abcde");
    assertThat(of("ab/ää", 5)).isEqualTo("ab/ä");
    assertThat(of("ab/ää", 6)).isEqualTo("ab/ä");
    assertThat(of("ab/12", 6)).isEqualTo("ab/{id");
  }

  private static String of(String name, int bytesMax) {
    NameTemplate template = new NameTemplate(bytesMax);
    byte[] bytes = ("##" + name + "ffffffffff").getBytes(StandardCharsets.UTF_8);
    template.of(bytes, 2, bytes.length - 12);
    return new String(template.bytes(), 0, template.length(), StandardCharsets.UTF_8);
  }
}
