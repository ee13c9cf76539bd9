package io.sluice.wire;

import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decoders that are fuzzed together: those of one format, or one alone. The first byte of an input
 * chooses among them, the rest is what is read.
 *
 * @param decoders at least one
 */
record Target(String name, List<Decoder> decoders) {
  Target {
    decoders = List.copyOf(decoders);
  }

  /** Names only: what is read is the test's. */
  @Override
  public String toString() {
    return name;
  }

  /** SSE, AWS's event stream and JSON for themselves, then one for each format. */
  static List<Target> all() {
    Map<String, List<Decoder>> groups = new LinkedHashMap<>();
    for (Decoder decoder : Decoder.all()) {
      groups.computeIfAbsent(decoder.format(), _ -> new ArrayList<>()).add(decoder);
    }
    return groups.entrySet().stream()
        .map(group -> new Target(group.getKey(), group.getValue()))
        .toList();
  }

  /** Right inputs of every decoder. */
  List<Bytes> seeds() {
    var all = new ArrayList<Bytes>();
    for (int i = 0; i < decoders.size(); i++) {
      for (Bytes seed : decoders.get(i).seeds()) {
        byte[] input = new byte[1 + seed.length()];
        input[0] = (byte) i;
        System.arraycopy(seed.toArray(), 0, input, 1, seed.length());
        all.add(Bytes.owning(input));
      }
    }
    return all;
  }

  /** The decoder that an input is for. */
  Decoder decoder(byte[] input) {
    int first = input.length == 0 ? 0 : Byte.toUnsignedInt(input[0]);
    return decoders.get(first % decoders.size());
  }

  /** What that decoder reads of it. */
  static Bytes rest(byte[] input) {
    return Bytes.owning(input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length));
  }
}
