# authorities.py KEY-STORE SHA256...: of the certificates on standard input, those that are known, in PEM and as a Java key store without a
# password. Java's drivers read no PEM. OpenJDK: "JavaKeyStore.java".
import hashlib, re, ssl, sys

path, *known = sys.argv[1:]
pem = re.findall('-----BEGIN.+?-----END CERTIFICATE-----', sys.stdin.read(), re.S)
der = [ssl.PEM_cert_to_DER_cert(each) for each in pem]
der = [each for each in der if hashlib.sha256(each).hexdigest() in known]
if not der:
    sys.exit('no known certificate')

def number(value):
    return value.to_bytes(4, 'big')

store = b'\xfe\xed\xfe\xed' + number(2) + number(len(der))
for index, each in enumerate(der):
    store += number(2) + b'\0\2%02d' % index + bytes(8) + b'\0\5X.509' + number(len(each)) + each
with open(path, 'wb') as file:
    file.write(store + hashlib.sha1(b'Mighty Aphrodite' + store).digest())
print(*map(ssl.DER_cert_to_PEM_cert, der), sep='', end='')
