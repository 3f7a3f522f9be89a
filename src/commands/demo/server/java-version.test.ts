import { expect, test } from 'vitest';
import { chooseJava, parseJavaRuntime, requiredJavaMajor } from './java-version.ts';

function settings(home: string, version: string) {
  return `Property settings:
    java.home = ${home}
    java.specification.name = Java Platform API Specification
    java.specification.version = ${version}
    java.vm.specification.version = 99

openjdk version "irrelevant"`;
}

test('a runtime is read from the settings that java prints', () => {
  expect(parseJavaRuntime(settings('/usr/lib/jvm/java-21', '21'))).toEqual({
    home: '/usr/lib/jvm/java-21',
    major: 21,
  });
});

test('the old scheme 1.8 is Java 8', () => {
  expect(parseJavaRuntime(settings('/opt/java 8/jre', '1.8'))).toEqual({ home: '/opt/java 8/jre', major: 8 });
});

test('output that is no Java is no runtime', () => {
  expect(parseJavaRuntime('Unable to locate a Java Runtime.')).toBeUndefined();
});

test('Elasticsearch 9 needs Java 21, Elasticsearch 8 needs 17', () => {
  expect(requiredJavaMajor('9.2.8')).toBe(21);
  expect(requiredJavaMajor('8.19.21')).toBe(17);
  expect(requiredJavaMajor('10.0.0')).toBe(21);
});

test('of several runtimes the smallest that fits is taken', () => {
  const runtimes = [25, 11, 21, 17].map((major) => ({ home: `/jvm/${major}`, major }));
  expect(chooseJava(runtimes, 17)?.major).toBe(17);
  expect(chooseJava(runtimes, 18)?.major).toBe(21);
  expect(chooseJava(runtimes, 26)).toBeUndefined();
});
