package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names of the Converse format and what it cannot say.
 *
 * <p>Source: Amazon Bedrock Runtime API reference, Converse and ConverseStream, as the AWS SDK
 * models them in version 2.54.
 */
final class Format {
  static final String NAME = "bedrock-converse";
  static final String FAMILY = "bedrock";
  static final String WHOLE = "/converse";
  static final String STREAM = "/converse-stream";
  static final String PREFIX = "/model/";

  /** Losses of one request or answer that are listed. */
  static final int MOST_LOSSES = 32;

  static final String NOT_KNOWN = "not known in this format";

  /** Top-level members that the hub has words for. */
  static final Set<String> KNOWN =
      Set.of("messages", "system", "toolConfig", "inferenceConfig", "outputConfig");

  /** The members of {@code inferenceConfig} that the hub has words for. */
  static final Set<String> SAMPLING = Set.of("maxTokens", "temperature", "topP", "stopSequences");

  /** Members that change who acts or what is kept, and the fact that each of them is. */
  static final Map<String, String> TERMS =
      Map.of(
          "requestMetadata", "metadata",
          "serviceTier", "service_tier",
          "guardrailConfig", "guardrail",
          "promptVariables", "stored_prompt");

  /** How ids of inference profiles begin, which may run in every region of that area. */
  static final List<String> AREAS =
      List.of("us.", "eu.", "apac.", "global.", "us-gov.", "jp.", "au.", "ca.", "sa.", "me.");

  static final Map<String, String> MEDIA_TYPES =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("csv", "text/csv"),
          Map.entry("doc", "application/msword"),
          Map.entry(
              "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
          Map.entry("xls", "application/vnd.ms-excel"),
          Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
          Map.entry("html", "text/html"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"));

  private Format() {}

  /** The media type that a {@code format} stands for; its own word where it is not known. */
  static String mediaType(String format) {
    return MEDIA_TYPES.getOrDefault(format, format);
  }

  /** The {@code format} of a media type; empty where there is none. */
  static String format(String mediaType) {
    String plain = mediaType.equals("image/jpg") ? "image/jpeg" : mediaType;
    for (Map.Entry<String, String> one : MEDIA_TYPES.entrySet()) {
      if (one.getValue().equals(plain)) {
        return one.getKey();
      }
    }
    return "";
  }

  /** The model that a path names. */
  static String model(String path) {
    String end = stream(path) ? STREAM : WHOLE;
    int last = path.length() - end.length();
    if (!path.startsWith(PREFIX) || last <= PREFIX.length()) {
      return "";
    }
    String name = path.substring(PREFIX.length(), last);
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** True for the path of answers that are streamed. */
  static boolean stream(String path) {
    return path.endsWith(STREAM);
  }

  /** The path at which a model is asked. */
  static String path(String model, boolean stream) {
    String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return PREFIX + name + (stream ? STREAM : WHOLE);
  }

  /** True if the model is a profile that may run outside the region it is asked in. */
  static boolean crossesRegions(String model) {
    int profile = model.indexOf(":inference-profile/");
    String id = profile < 0 ? model : model.substring(profile + ":inference-profile/".length());
    return AREAS.stream().anyMatch(id::startsWith);
  }

  /** True if the member says no more than what is so anyway. */
  static boolean usual(String member, Json value) {
    return value.absent()
        || value.isObject() && value.fields().isEmpty()
        || member.equals("serviceTier") && value.text("type", "").equals("default");
  }
}
