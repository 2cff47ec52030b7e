package boot;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keeps texts in the cache. */
@RestController
@RequestMapping("/cache/{name}")
public class CacheController {
  private final StringRedisTemplate cache;

  CacheController(StringRedisTemplate cache) {
    this.cache = cache;
  }

  @PutMapping
  public void write(@PathVariable String name, @RequestBody String text) {
    cache.opsForValue().set(name, text);
  }

  @GetMapping
  public String read(@PathVariable String name) {
    return cache.opsForValue().get(name);
  }
}
