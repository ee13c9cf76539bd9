package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Stop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is said by name, and never with what it holds. */
class BadRequestTest {
  private static final String SECRET = "private words";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openai-chat | [] | the body must be a JSON object
          openai-chat | {"messages":[]} | model must be a string that is not empty
          openai-chat | {"model":7,"messages":[]} | model must be a string that is not empty
          openai-chat | {"model":"m"} | messages must be an array
          openai-chat | {"model":"m","messages":[]} | messages must not be empty
          openai-chat | {"model":"m","messages":["private words"]} | messages[0].role must be a string that is not empty
          openai-chat | {"model":"m","messages":[{"role":"boss","content":"private words"}]} | messages[0].role must be system, developer, user, assistant or tool
          openai-chat | {"model":"m","messages":[{"role":"user","content":7}]} | messages[0].content must be a string or an array
          openai-chat | {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":7}]}]} | messages[0].content[0].text must be a string
          openai-chat | {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]} | messages[0].content[0].image_url.url must be a string that is not empty
          openai-chat | {"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{}}}]}]} | messages[0].tool_calls[0].function.arguments must be a string
          openai-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"stream":"yes"} | stream must be true or false
          openai-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"max_tokens":-1} | max_tokens must be a whole number that is not negative
          openai-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"temperature":"hot"} | temperature must be a number
          openai-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"tools":{}} | tools must be an array
          openai-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"tools":[{"type":"function","function":{}}]} | tools[0].function.name must be a string that is not empty
          openai-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"stop":[1]} | stop must be a string or an array of strings
          openai-responses | {"input":"private words"} | model must be a string that is not empty
          openai-responses | {"model":"m"} | input must be a string or an array that is not empty
          openai-responses | {"model":"m","input":[]} | input must be a string or an array that is not empty
          openai-responses | {"model":"m","input":7} | input must be a string or an array that is not empty
          openai-responses | {"model":"m","input":["private words"]} | input[0] must be an object
          openai-responses | {"model":"m","input":[{"content":"private words"}]} | input[0].type must be a string that is not empty
          openai-responses | {"model":"m","input":[{"role":"tool","content":"private words"}]} | input[0].role must be user, assistant, system or developer
          openai-responses | {"model":"m","input":[{"role":"user","content":7}]} | input[0].content must be a string or an array
          openai-responses | {"model":"m","input":[{"role":"user","content":[{"type":"input_text"}]}]} | input[0].content[0].text must be a string
          openai-responses | {"model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}]} | input[0].content[0].image_url must be a string that is not empty
          openai-responses | {"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:private words"}]}]} | input[0].content[0].image_url must be a base64 data URL
          openai-responses | {"model":"m","input":[{"type":"function_call","call_id":"c","name":"f","arguments":{}}]} | input[0].arguments must be a string
          openai-responses | {"model":"m","input":[{"type":"function_call_output","output":"private words"}]} | input[0].call_id must be a string that is not empty
          openai-responses | {"model":"m","input":[{"type":"function_call_output","call_id":"c"}]} | input[0].output must be a string or an array
          openai-responses | {"model":"m","input":"private words","instructions":7} | instructions must be a string
          openai-responses | {"model":"m","input":"private words","stream":"yes"} | stream must be true or false
          openai-responses | {"model":"m","input":"private words","store":"no"} | store must be true or false
          openai-responses | {"model":"m","input":"private words","max_output_tokens":-1} | max_output_tokens must be a whole number that is not negative
          openai-responses | {"model":"m","input":"private words","tools":[{"name":"f"}]} | tools[0].type must be a string that is not empty
          openai-responses | {"model":"m","input":"private words","tools":[{"type":"function"}]} | tools[0].name must be a string that is not empty
          openai-responses | {"model":"m","input":"private words","tools":[{"type":"function","name":"f","parameters":7}]} | tools[0].parameters must be an object
          openai-responses | {"model":"m","input":"private words","previous_response_id":7} | previous_response_id must be a string
          anthropic | {"model":"m","messages":[{"role":"user","content":"private words"}]} | max_tokens must be a whole number of at least 1
          anthropic | {"model":"m","max_tokens":9,"messages":[{"role":"tool","content":"private words"}]} | messages[0].role must be user or assistant
          anthropic | {"model":"m","max_tokens":9,"messages":[{"role":"user"}]} | messages[0].content must be a string or an array
          anthropic | {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result"}]}]} | messages[0].content[0].tool_use_id must be a string that is not empty
          anthropic | {"model":"m","max_tokens":9,"system":7,"messages":[{"role":"user","content":"private words"}]} | system must be a string or an array
          anthropic | {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"private words"}],"tools":[{"name":"t"}]} | tools[0].input_schema must be an object
          gemini | {} | contents must be an array
          gemini | {"contents":[]} | contents must not be empty
          gemini | {"contents":["private words"]} | contents[0] must be an object
          gemini | {"contents":[{"role":"boss","parts":[{"text":"private words"}]}]} | contents[0].role must be user or model
          gemini | {"contents":[{"parts":"private words"}]} | contents[0].parts must be an array
          gemini | {"contents":[{"parts":["private words"]}]} | contents[0].parts[0] must be an object
          gemini | {"contents":[{"parts":[{"text":7}]}]} | contents[0].parts[0].text must be a string
          gemini | {"contents":[{"parts":[{"inlineData":{"mimeType":"image/png"}}]}]} | contents[0].parts[0].inlineData.data must be a string that is not empty
          gemini | {"contents":[{"parts":[{"fileData":{}}]}]} | contents[0].parts[0].fileData.fileUri must be a string that is not empty
          gemini | {"contents":[{"role":"model","parts":[{"functionCall":{"args":{}}}]}]} | contents[0].parts[0].functionCall.name must be a string that is not empty
          gemini | {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":"private words"}}]}]} | contents[0].parts[0].functionCall.args must be an object
          gemini | {"contents":[{"parts":[{"functionResponse":{"name":"f","response":"private words"}}]}]} | contents[0].parts[0].functionResponse.response must be an object
          gemini | {"contents":[{"parts":[{"text":"private words"}]}],"systemInstruction":7} | systemInstruction must be an object
          gemini | {"contents":[{"parts":[{"text":"private words"}]}],"generationConfig":"hot"} | generationConfig must be an object
          gemini | {"contents":[{"parts":[{"text":"private words"}]}],"generationConfig":{"temperature":"hot"}} | temperature must be a number
          gemini | {"contents":[{"parts":[{"text":"private words"}]}],"generation_config":{"max_output_tokens":-1}} | max_output_tokens must be a whole number that is not negative
          gemini | {"contents":[{"parts":[{"text":"private words"}]}],"tools":"private words"} | tools must be an array
          gemini | {"contents":[{"parts":[{"text":"private words"}]}],"tools":[{"functionDeclarations":[{}]}]} | tools[0].functionDeclarations[0].name must be a string that is not empty
          gemini | {"contents":[{"parts":[{"text":"private words"}]}],"tools":[{"functionDeclarations":[{"name":"f"}]}],"toolConfig":{"functionCallingConfig":{"mode":"SOME"}}} | toolConfig.functionCallingConfig.mode must be AUTO, ANY, NONE or VALIDATED
          gemini-embed | {"content":"private words"} | content must be an object
          gemini-embed | {"content":{"parts":[{"text":"private words"}]},"outputDimensionality":"many"} | outputDimensionality must be a whole number
          bedrock | [] | the body must be a JSON object
          bedrock | {} | messages must be an array
          bedrock | {"messages":[]} | messages must not be empty
          bedrock | {"messages":["private words"]} | messages[0] must be an object
          bedrock | {"messages":[{"role":"tool","content":[{"text":"private words"}]}]} | messages[0].role must be user or assistant
          bedrock | {"messages":[{"role":"user","content":"private words"}]} | messages[0].content must be an array
          bedrock | {"messages":[{"role":"user","content":["private words"]}]} | messages[0].content[0] must be an object that says its kind
          bedrock | {"messages":[{"role":"user","content":[{"text":7}]}]} | messages[0].content[0].text must be a string
          bedrock | {"messages":[{"role":"user","content":[{"image":{"format":"png","source":{}}}]}]} | messages[0].content[0].image.source.bytes must be a string that is not empty
          bedrock | {"messages":[{"role":"user","content":[{"toolResult":{"content":[]}}]}]} | messages[0].content[0].toolResult.toolUseId must be a string that is not empty
          bedrock | {"system":"private words","messages":[]} | system must be an array
          bedrock | {"messages":[{"role":"user","content":[{"text":"private words"}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"t"}}]}} | toolConfig.tools[0].toolSpec.inputSchema.json must be an object
          bedrock | {"messages":[{"role":"user","content":[{"text":"private words"}]}],"toolConfig":{"toolChoice":{"none":{}}}} | toolConfig.toolChoice must hold auto, any or tool
          bedrock | {"messages":[{"role":"user","content":[{"text":"private words"}]}],"inferenceConfig":{"maxTokens":-1}} | maxTokens must be a whole number that is not negative
          bedrock | {"messages":[{"role":"user","content":[{"text":"private words"}]}],"inferenceConfig":7} | inferenceConfig must be an object
          openai-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"top_p":1e999} | top_p must be a number
          ollama-chat | [] | the body must be a JSON object
          ollama-chat | {"messages":[]} | model must be a string that is not empty
          ollama-chat | {"model":"m"} | messages must be an array
          ollama-chat | {"model":"m","messages":[]} | messages must not be empty
          ollama-chat | {"model":"m","messages":[{"role":"boss","content":"private words"}]} | messages[0].role must be system, user, assistant or tool
          ollama-chat | {"model":"m","messages":[{"role":"user","content":7}]} | messages[0].content must be a string
          ollama-chat | {"model":"m","messages":[{"role":"user","content":"private words"}],"options":7} | options must be an object
          ollama-embed | {"model":"m"} | input must be a string or an array that is not empty
          ollama-embed | {"model":"m","input":[7]} | input[0] must be a string
          openai-embeddings | {"model":"m"} | input must be a string or an array that is not empty
          openai-embeddings | {"model":"m","input":[{}]} | input[0] must be a string or an array of tokens
          openai-embeddings | {"model":"m","input":"private words","encoding_format":"hex"} | encoding_format must be float or base64
          """)
  void what_is_wrong_is_named(String format, String body, String message) {
    Codec codec = WireCase.codec(format);
    var incoming = WireCase.incoming(WireCase.path(format, false), Bytes.utf8(body));
    Stop stop = catchThrowableOfType(Stop.class, () -> codec.read(incoming));
    assertThat(stop.fault().code()).isEqualTo(Code.INVALID_REQUEST);
    assertThat(stop.fault().message()).isEqualTo(message).doesNotContain(SECRET);
    assertThat(stop.fault().status()).isEqualTo(400);
  }
}
