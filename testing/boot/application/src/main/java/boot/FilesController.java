package boot;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.s3.S3Client;

/** Keeps texts as objects of the bucket `uploads`. Region, endpoint and credentials are the SDK's to find. */
@RestController
@ConditionalOnProperty("BUCKET_UPLOADS")
@RequestMapping("/files/{name}")
public class FilesController {
  private final S3Client s3 = S3Client.create();
  private final String bucket;

  FilesController(@Value("${BUCKET_UPLOADS}") String bucket) {
    this.bucket = bucket;
  }

  @PutMapping
  public void write(@PathVariable String name, @RequestBody String text) {
    s3.putObject(
        request -> request.bucket(bucket).key(name),
        software.amazon.awssdk.core.sync.RequestBody.fromString(text));
  }

  @GetMapping
  public String read(@PathVariable String name) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(name)).asUtf8String();
  }
}
