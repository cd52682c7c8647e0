package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A link that is read says the same when it is written.
public final class ForwardLinkFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    ForwardLink link;
    try {
      link = ForwardLink.parse(new String(input, StandardCharsets.UTF_8));
    } catch (MooringException e) {
      return;
    }
    assertEquals(link, ForwardLink.parse(link.toString()));
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "mooring://forward?target=svc/api&port=80&namespace=dev&context=staging&local=8080",
        "mooring://forward?target=deploy%2fapi&port=http&context=%C3%A4%20%26b",
        "mooring:forward?target=pod/a&port=1",
        "mooring://forward/?port=65535&target=app%3Dx,b%21%3Dc");
  }
}
