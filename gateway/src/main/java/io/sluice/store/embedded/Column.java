package io.sluice.store.embedded;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How our nouns stand in columns. */
final class Column {
  private Column() {}

  static void set(PreparedStatement row, int index, @Nullable Instant moment) throws SQLException {
    if (moment == null) {
      row.setNull(index, Types.INTEGER);
    } else {
      row.setLong(index, moment.toEpochMilli());
    }
  }

  static Instant moment(ResultSet row, String name) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(name));
  }

  static @Nullable Instant momentOrNull(ResultSet row, String name) throws SQLException {
    long millis = row.getLong(name);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  static String text(List<String> items) {
    var json = new JsonWriter(64).array();
    items.forEach(json::value);
    return json.endArray().done().utf8();
  }

  static List<String> list(ResultSet row, String name) throws SQLException {
    try {
      var items = new ArrayList<String>();
      for (Json item : Json.parse(Bytes.utf8(row.getString(name)), JsonLimits.DEFAULT).items()) {
        item.string().ifPresent(items::add);
      }
      return items;
    } catch (JsonException e) {
      throw new SQLException("column " + name + " is no list", e);
    }
  }

  static String pairs(Map<String, String> pairs) {
    var json = new JsonWriter(256).object();
    pairs.forEach(json::field);
    return json.endObject().done().utf8();
  }

  static Map<String, String> pairs(ResultSet row, String name) throws SQLException {
    try {
      var pairs = new LinkedHashMap<String, String>();
      var json = Json.parse(Bytes.utf8(row.getString(name)), JsonLimits.DEFAULT);
      for (Json.Field field : json.fields()) {
        pairs.put(field.name(), field.value().string().orElse(""));
      }
      return pairs;
    } catch (JsonException e) {
      throw new SQLException("column " + name + " holds no pairs", e);
    }
  }

  static Bytes bytes(ResultSet row, String name) throws SQLException {
    return Bytes.owning(row.getBytes(name));
  }
}
