package io.sluice.ledger;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The published files of a log at an address, for reading. It cannot be listed. */
final class WebDisk implements Disk {
  private static final int WAIT_MILLIS = 30_000;
  private static final int MOST_BYTES = 32 << 20;

  private final String address;
  private final String token;

  WebDisk(URI address, String token) {
    String text = address.toString();
    this.address = text.endsWith("/") ? text : text + "/";
    this.token = token;
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    var connection = (HttpURLConnection) URI.create(address + name).toURL().openConnection();
    connection.setConnectTimeout(WAIT_MILLIS);
    connection.setReadTimeout(WAIT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    if (!token.isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    int status = connection.getResponseCode();
    if (status == 404) {
      return null;
    }
    if (status != 200) {
      throw new IOException(name + " was answered with " + status);
    }
    try (var in = connection.getInputStream()) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new IOException(name + " is too long");
      }
      return content;
    }
  }

  @Override
  public List<String> list(String directory) {
    return List.of();
  }

  @Override
  public File create(String name, long bytes) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public File open(String name) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void put(String name, byte[] content) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void write(String name, byte[] content) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void force(String name) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void rename(String from, String to) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(String name) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void sync(String directory) {
    throw new ReadOnlyFileSystemException();
  }
}
