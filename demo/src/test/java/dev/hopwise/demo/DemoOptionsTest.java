package dev.hopwise.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {
  @Test
  void theDefaultsPointAtALocalHopwise() {
    DemoOptions options = DemoOptions.parse();

    assertThat(options.otlp()).isEqualTo(URI.create("http://127.0.0.1:4318"));
    assertThat(options.rate()).isEqualTo(5);
    assertThat(options.duration()).isNull();
    assertThat(DemoOptions.parse("--protocol", "grpc").otlp())
        .isEqualTo(URI.create("http://127.0.0.1:4317"));
  }

  @Test
  void readsBothFormsOfAnOption() {
    DemoOptions options =
        DemoOptions.parse(
            "--rate=2.5", "--duration", "90s", "--port-base", "7000", "--watch-parent");

    assertThat(options.rate()).isEqualTo(2.5);
    assertThat(options.duration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.portBase()).isEqualTo(7000);
    assertThat(options.watchParent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--rate,fast,--rate",
    "--rate,-1,0 to 1000",
    "--rate,NaN,0 to 1000",
    "--duration,90,10m",
    "--port-base,80,1024",
    "--protocol,thrift,grpc",
    "--otlp,nowhere,http URL",
    "--colour,red,--colour"
  })
  void refusesAWrongValueNamingTheOptionOrItsLimit(String option, String value, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.parse(option, value))
        .withMessageContaining(named);
  }

  @Test
  void refusesAnOptionWithoutItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.parse("--rate"))
        .withMessageContaining("--rate: a value expected");
  }
}
