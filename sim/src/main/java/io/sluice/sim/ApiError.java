package io.sluice.sim;

import java.util.Optional;

/** A request refused: what every provider's error body is made of. */
final class ApiError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String field;
  private final String code;

  private ApiError(int status, String message, String field, String code) {
    super(message, null, false, false);
    this.status = status;
    this.field = field;
    this.code = code;
  }

  static ApiError of(int status, String message) {
    return new ApiError(status, message, "", "");
  }

  /** With the field that is wrong and the provider's own word for it; either may be empty. */
  static ApiError about(String field, String code, int status, String message) {
    return new ApiError(status, message, field, code);
  }

  int status() {
    return status;
  }

  String message() {
    return Optional.ofNullable(getMessage()).orElse("");
  }

  Optional<String> field() {
    return Optional.of(field).filter(text -> !text.isEmpty());
  }

  Optional<String> code() {
    return Optional.of(code).filter(text -> !text.isEmpty());
  }
}
