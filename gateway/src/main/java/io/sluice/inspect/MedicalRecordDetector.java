package io.sluice.inspect;

import java.util.List;

/**
 * Numbers of medical records and of patients: an identifier with digits that a name such as MRN
 * stands before; and numbers of the English health service by their check digit beside its name.
 */
final class MedicalRecordDetector implements Detector {
  private static final int GAP_CHARS = 12;
  private static final int MOST_CHARS = 24;

  @Override
  public String type() {
    return "medical_record";
  }

  @Override
  public List<String> words() {
    return List.of(
        "mrn",
        "medical record",
        "medical record number",
        "medical record no",
        "patient id",
        "patient number",
        "patient no",
        "patientid",
        "patient_id",
        "hospital number",
        "chart number",
        "health record number",
        "nhs",
        "nhs number",
        "nhs no",
        "health card number",
        "medicare number",
        "medical_record_number",
        "health insurance number",
        "member id",
        "krankenversichertennummer");
  }

  @Override
  public void word(Window window, int start, int end) {
    if (Letters.letterOrDigit(window.at(start - 1)) || Letters.letter(window.at(end))) {
      return;
    }
    int i = end;
    for (; i < end + GAP_CHARS; i++) {
      char c = window.at(i);
      if (c == 0 || c == '\n' && i > end + 1) {
        return;
      }
      if (Letters.letterOrDigit(c) && !filler(window, i)) {
        break;
      }
      if (Letters.letter(c)) {
        while (i + 1 < end + GAP_CHARS && Letters.letter(window.at(i + 1))) {
          i++;
        }
      }
    }
    identifier(window, i);
  }

  /** "is", "no", "number", "of": words that may stand between. */
  private static boolean filler(Window window, int at) {
    for (String word : List.of("is", "no", "number", "num", "id", "was")) {
      boolean here = true;
      for (int k = 0; k < word.length(); k++) {
        here &= (window.at(at + k) | 0x20) == word.charAt(k);
      }
      if (here && !Letters.letterOrDigit(window.at(at + word.length()))) {
        return true;
      }
    }
    return false;
  }

  private static void identifier(Window window, int from) {
    int digits = 0;
    int letters = 0;
    int end = from;
    for (int i = from; i - from < MOST_CHARS; i++) {
      char c = window.at(i);
      if (Letters.digit(c)) {
        digits++;
        end = i + 1;
      } else if (Letters.letter(c)) {
        letters++;
        end = i + 1;
      } else if (c != '-' && (c != ' ' || digits < 3 || !Letters.digit(window.at(i + 1)))) {
        break;
      }
    }
    if (digits >= 5 && letters <= 5) {
      window.found(from, end);
    }
  }
}
