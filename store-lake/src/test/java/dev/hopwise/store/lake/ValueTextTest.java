package dev.hopwise.store.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.testkit.RandomSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ValueTextTest {

  @Test
  void givesBackEveryValueExactly() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      AttributeValue value = RandomSpans.value(random, 4);
      ValueText text = ValueText.encode(value);
      assertThat(ValueText.decode(text.letter(), text.text())).isEqualTo(value);
    }
  }

  @Test
  void givesBackTheAttributesOfAnObject() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 5_000; i++) {
      List<Attribute> list = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        String key = random.nextInt(9) == 0 ? "$otlp" : RandomSpans.key(random);
        list.add(new Attribute(key, RandomSpans.value(random, 3)));
      }
      Attributes attributes = Attributes.of(list);
      assertThat(ValueText.decodeObject(ValueText.encodeObject(attributes))).isEqualTo(attributes);
    }
  }

  @Test
  void writesTheDocumentedTexts() {
    assertThat(ValueText.encode(AttributeValue.of(1e9))).isEqualTo(new ValueText('d', "1.0E9"));
    AttributeValue array =
        new AttributeValue.Array(
            List.of(AttributeValue.of("a"), AttributeValue.of(2), AttributeValue.of(2.0)));
    assertThat(ValueText.encode(array)).isEqualTo(new ValueText('a', "[\"a\",2,2.0]"));
    AttributeValue odd = new AttributeValue.Array(List.of(AttributeValue.EMPTY));
    assertThat(ValueText.encode(odd))
        .isEqualTo(new ValueText('o', "{\"arrayValue\":{\"values\":[{}]}}"));
    assertThat(ValueText.encodeObject(Attributes.of("a.b", "c"))).isEqualTo("{\"a.b\":\"c\"}");
  }

  @Test
  void carriesTheDeepestNestingThatIsReceived() {
    AttributeValue value = AttributeValue.EMPTY;
    for (int i = 0; i < 64; i++) {
      value = new AttributeValue.Map(Attributes.of(new Attribute("k", value)));
    }
    ValueText text = ValueText.encode(value);
    assertThat(ValueText.decode(text.letter(), text.text())).isEqualTo(value);
  }

  @Test
  void refusesATextThatIsNotWhatItsLetterSays() {
    assertThatThrownBy(() -> ValueText.decode('a', "[1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueText.decode('i', "one"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueText.decode('?', "")).hasMessageContaining("unknown");
  }
}
