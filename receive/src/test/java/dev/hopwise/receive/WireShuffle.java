package dev.hopwise.receive;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.hopwise.model.otlp.ProtoWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Writes the fields of a message, and of those inside it, in another order, some scalars twice and
/// some lengths and numbers longer than they need be: all of which protobuf allows.
final class WireShuffle {

  private final Random random;

  WireShuffle(Random random) {
    this.random = random;
  }

  byte[] shuffle(Descriptor type, byte[] message) throws IOException {
    List<byte[]> fields = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    while (!in.isAtEnd()) {
      int start = in.getTotalBytesRead();
      int tag = in.readTag();
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean isMessage =
          field != null
              && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (isMessage) {
        fields.add(lengthDelimited(tag, shuffle(field.getMessageType(), in.readByteArray())));
      } else {
        in.skipField(tag);
        fields.add(Arrays.copyOfRange(message, start, in.getTotalBytesRead()));
        if (random.nextInt(20) == 0) {
          fields.add(fields.getLast());
        }
      }
    }
    if (random.nextBoolean()) {
      Collections.shuffle(fields, random);
    }
    ProtoWriter out = new ProtoWriter();
    fields.forEach(field -> out.raw(field, 0, field.length));
    return out.toBytes();
  }

  private byte[] lengthDelimited(int tag, byte[] content) {
    ProtoWriter out = new ProtoWriter();
    out.varint(tag);
    if (random.nextInt(10) == 0) { // the length in five bytes
      int length = content.length;
      byte[] padded = {
        (byte) (length | 0x80),
        (byte) (length >>> 7 | 0x80),
        (byte) (length >>> 14 | 0x80),
        (byte) (length >>> 21 | 0x80),
        0
      };
      out.raw(padded, 0, padded.length);
    } else {
      out.varint(content.length);
    }
    out.raw(content, 0, content.length);
    return out.toBytes();
  }
}
