import { Testing } from 'cdktf';
import 'cdktf/lib/testing/adapters/jest'; // the types of its matchers

Testing.setupJest();
