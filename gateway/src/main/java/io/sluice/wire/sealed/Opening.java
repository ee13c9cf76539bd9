package io.sluice.wire.sealed;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Segment;
import io.sluice.model.Traits;
import io.sluice.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens the envelopes of one request: the blocks stand again where the provider said them. An
 * envelope that is not the gateway's own for this tenant is no block of anybody: a part that no
 * format knows stands in its place, so that it is lost and that is said.
 */
final class Opening {
  /** The format and kind of what stands in the place of an envelope that is not ours. */
  private static final Part NOT_OURS = new Part.Opaque("sluice", "sealed_block", Bytes.EMPTY);

  private static final int PLACES_DEEP = 4;

  private final Envelope envelope;
  private final List<Segment> found = new ArrayList<>(0);
  private boolean any;

  Opening(Envelope envelope) {
    this.envelope = envelope;
  }

  Prompt open(Prompt prompt) {
    var messages = new ArrayList<Message>(prompt.messages().size());
    for (Message message : prompt.messages()) {
      messages.add(new Message(message.role(), parts(message.parts()), message.extras()));
    }
    if (!any) {
      return prompt;
    }
    var segments = new ArrayList<>(found); // without a place in the body: before all others
    segments.addAll(prompt.segments());
    return new Prompt(
        traits(prompt.traits()),
        segments,
        messages,
        prompt.tools(),
        prompt.sampling(),
        prompt.shape(),
        prompt.extras());
  }

  private Traits traits(Traits traits) {
    long more = 0;
    for (Segment segment : found) {
      more += segment.text().getBytes(StandardCharsets.UTF_8).length;
    }
    var size = traits.size();
    var grown =
        new Traits.Size(
            size.textBytes() + more, size.media(), size.maxOutputTokens(), size.choices());
    return new Traits(traits.call(), traits.modalities(), traits.tools(), grown, traits.terms());
  }

  private List<Part> parts(List<Part> parts) {
    var out = new ArrayList<Part>(parts.size());
    for (Part part : parts) {
      switch (part) {
        case Part.ToolCall call when call.id().contains(Envelope.SUFFIX) -> called(call, out);
        case Part.ToolResult result when result.callId().contains(Envelope.SUFFIX) -> {
          any = true;
          String id = own(result.callId());
          out.add(new Part.ToolResult(id, result.content(), result.error(), result.extras()));
        }
        case Part.Thinking(var _, String signature, var _)
            when signature.startsWith(Envelope.MARK) ->
            inPlace(signature, out);
        case Part.Opaque(var _, var _, Bytes json) -> {
          Optional<String> sealed = sealed(json);
          if (sealed.isPresent()) {
            inPlace(sealed.get(), out);
          } else {
            out.add(part);
          }
        }
        case Part.Text _,
            Part.Image _,
            Part.Document _,
            Part.ToolCall _,
            Part.ToolResult _,
            Part.Thinking _ ->
            out.add(part);
      }
    }
    return out;
  }

  private static String own(String id) {
    return id.substring(0, id.indexOf(Envelope.SUFFIX));
  }

  private void inPlace(String text, List<Part> out) {
    blocks(text).ifPresentOrElse(all -> all.forEach(block -> add(block, out)), () -> lost(out));
  }

  private void add(Block block, List<Part> out) {
    out.add(part(block));
  }

  private static void lost(List<Part> out) {
    out.add(NOT_OURS);
  }

  /** The blocks of a call's id belong before what was said between them and the call, too. */
  private void called(Part.ToolCall call, List<Part> out) {
    String id = call.id();
    String text = id.substring(id.indexOf(Envelope.SUFFIX) + 2);
    var own = new Part.ToolCall(own(id), call.name(), call.arguments(), call.extras());
    Optional<List<Block>> blocks = blocks(text);
    if (blocks.isEmpty()) {
      lost(out);
    } else {
      for (Block block : blocks.get()) {
        out.add(place(out, block.at()), part(block));
      }
    }
    out.add(own);
  }

  /** Where in {@code out} so many pieces have been said: behind blocks of the same place. */
  private static int place(List<Part> out, int pieces) {
    int said = 0;
    for (int i = 0; i < out.size(); i++) {
      if (piece(out.get(i)) && said++ == pieces) {
        return i;
      }
    }
    return out.size();
  }

  private static boolean piece(Part part) {
    return switch (part) {
      case Part.Text text -> !text.segment().text().isEmpty();
      case Part.ToolCall _, Part.Image _, Part.Document _ -> true;
      case Part.ToolResult _, Part.Thinking _, Part.Opaque _ -> false;
    };
  }

  private Part part(Block block) {
    Part part = block.part();
    if (part instanceof Part.Thinking(Segment words, var _, var _) && !words.text().isEmpty()) {
      found.add(words);
    }
    return part;
  }

  private Optional<List<Block>> blocks(String text) {
    any = true;
    return envelope.open(text);
  }

  /** The envelope in a block of the caller's format, wherever the format keeps it. */
  private static Optional<String> sealed(Bytes json) {
    return Seals.marked(json) ? inside(Fields.lenient(json), 0) : Optional.empty();
  }

  private static Optional<String> inside(Json value, int depth) {
    Optional<String> text = value.string().filter(one -> one.startsWith(Envelope.MARK));
    if (text.isPresent() || depth > PLACES_DEEP) {
      return text;
    }
    for (Json.Field field : value.fields()) {
      Optional<String> found = inside(field.value(), depth + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
