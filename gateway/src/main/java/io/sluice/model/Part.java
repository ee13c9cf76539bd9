package io.sluice.model;

import java.util.List;

/** One part of a message. {@code extra} holds members the hub has no word for, as raw JSON text. */
public sealed interface Part {
  /** Plain text. */
  record Text(Segment segment, List<Extra> extras) implements Part {}

  /**
   * A picture.
   *
   * @param mediaType such as {@code image/png}; empty when {@code location} is a URL
   * @param content base64 data, or a URL
   */
  record Image(String mediaType, String content, boolean url, List<Extra> extras) implements Part {
    /** The kind only. */
    @Override
    public String toString() {
      return "Image[" + mediaType + "]";
    }
  }

  /**
   * A document, such as a PDF.
   *
   * @param mediaType such as {@code application/pdf}; empty when {@code content} is a URL
   * @param content base64 data, or a URL
   * @param name its file name or title; empty text where there is none
   */
  record Document(String mediaType, String content, boolean url, Segment name, List<Extra> extras)
      implements Part {
    /** The kind only. */
    @Override
    public String toString() {
      return "Document[" + mediaType + "]";
    }
  }

  /** The model asks for a tool; {@code arguments} is JSON text. */
  record ToolCall(String id, String name, Segment arguments, List<Extra> extras) implements Part {}

  /** What a tool answered. */
  record ToolResult(String callId, List<Part> content, boolean error, List<Extra> extras)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /** The model's reasoning, with the provider's signature over it where there is one. */
  record Thinking(Segment segment, String signature, List<Extra> extras) implements Part {}

  /** A part only its own format understands, kept as it stands. */
  record Opaque(String format, String kind, Bytes json) implements Part {}
}
